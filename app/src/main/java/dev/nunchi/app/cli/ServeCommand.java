package dev.nunchi.app.cli;

import dev.nunchi.app.server.ChatServer;
import dev.nunchi.app.server.ServedModel;
import dev.nunchi.app.server.ServedRequest;
import dev.nunchi.app.server.ServerException;
import dev.nunchi.app.server.ServerLimits;
import dev.nunchi.app.server.ServerOptions;
import dev.nunchi.app.server.ServerOptions.RemotePictures;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.settings.Serving;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// `nunchi serve`: lets other programs ask, until Ctrl+C.
@Command(
        name = "serve",
        description = {
            "Answers other programs that speak OpenAI's chat API, until Ctrl+C: /v1/models and"
                    + " /v1/chat/completions, with pictures. /health tells whether a model is open,"
                    + " /metrics what was done, for Prometheus.",
            "",
            "Nobody but this computer can ask unless --host names another address; a key is"
                    + " required then."
        },
        footer = {
            "",
            "See docs/scaling.md for serving many desktops.",
            "",
            "Example: nunchi serve --port 8480"
        })
final class ServeCommand implements Callable<Integer> {
    private static final String KEY_VARIABLE = "NUNCHI_API_KEY";
    private static final int MOST_PARALLEL = 64;
    private static final Duration LOOK = Duration.ofMillis(100);

    @Mixin private AnswererOptions who = new AnswererOptions();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = ServerOptions.LOOPBACK,
            description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + Serving.USUAL_PORT,
            description = "0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description =
                    "The key that callers must show, or $NAME for the environment variable that"
                            + " holds it; several times for several people or programs, who then"
                            + " take turns. Default: that of "
                            + KEY_VARIABLE
                            + ", if it is set.")
    private List<String> keys = List.of();

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            split = ",",
            description = "Further names that callers know this computer by.")
    private List<String> hosts = List.of();

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Web pages that may ask, e.g. https://example.org. Default: none.")
    private List<String> origins = List.of();

    @Option(
            names = "--fetch-pictures",
            description =
                    "Fetch pictures from the addresses that requests name; never from this"
                            + " computer's network. Default: only pictures inside a request.")
    private boolean fetch;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "128",
            description = "Most requests that wait for their turn (default: ${DEFAULT-VALUE}).")
    private int queue;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "" + ServerLimits.PARALLEL,
            description =
                    "Most answers made at once; 1 for one after another (default:"
                            + " ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(
            names = "--verbose",
            description = "Print a line for each request; nothing of what was asked.")
    private boolean verbose;

    @Spec private CommandSpec spec;

    private final CliContext context;

    ServeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException, ServerException {
        var options = options();
        var answerer = who.choose(context, spec);
        var progress = ProgressLine.of(context);
        try (var _ = context.interruption().hold();
                var assistant = context.models().open(answerer, progress);
                var server =
                        ChatServer.start(
                                options,
                                ServedModel.of(assistant, answerer.adapterName()),
                                log())) {
            progress.clear();
            var out = context.terminal().out();
            out.println(
                    context.messages()
                            .text(
                                    "cli.serve.listening",
                                    assistant.info().name(),
                                    server.address()));
            out.flush();
            awaitEnd(context.interruption().token());
        }
        return ExitCode.OK;
    }

    private static void awaitEnd(CancelToken token) {
        while (!token.isCancelled() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private ServerOptions options() {
        if (port < 0 || port > 0xffff) {
            throw context.usage(spec, "port", String.valueOf(port));
        }
        if (queue < 1) {
            throw context.usage(spec, "queue", queue);
        }
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw context.usage(spec, "parallel", parallel, MOST_PARALLEL);
        }
        return ServerOptions.loopback(port)
                .withHost(host)
                .withKeys(secrets())
                .withCallers(Set.copyOf(hosts), Set.copyOf(origins))
                .withPictures(fetch ? RemotePictures.FETCHED : RemotePictures.REFUSED)
                .withLimits(ServerLimits.defaults().withWaiting(queue).withParallel(parallel));
    }

    private List<Secret> secrets() {
        if (keys.isEmpty()) {
            return Optional.ofNullable(System.getenv(KEY_VARIABLE)).map(this::secret).stream()
                    .toList();
        }
        return keys.stream().map(this::named).toList();
    }

    private Secret named(String key) {
        String variable = secret(key).variable();
        if (variable.isEmpty()) {
            return secret(key);
        }
        return Optional.ofNullable(System.getenv(variable))
                .map(this::secret)
                .orElseThrow(() -> context.usage(spec, "keyVariable", variable));
    }

    private Secret secret(String key) {
        if (!Secret.isUsable(key)) {
            throw context.usage(spec, "key");
        }
        return new Secret(key);
    }

    private Consumer<ServedRequest> log() {
        var err = context.terminal().err();
        return request -> {
            if (verbose) {
                err.println(line(request));
                err.flush();
            }
        };
    }

    private static String line(ServedRequest request) {
        return "%s %s %s %d %s %d+%d tokens %d ms"
                .formatted(
                        request.at(),
                        request.client(),
                        request.call(),
                        request.status(),
                        request.code().isEmpty() ? "ok" : request.code(),
                        request.promptTokens(),
                        request.newTokens(),
                        request.took().toMillis());
    }
}
