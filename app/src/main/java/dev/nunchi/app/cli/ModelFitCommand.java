package dev.nunchi.app.cli;

import dev.nunchi.engine.device.MachineMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.AnsweringMemory;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;

import java.util.concurrent.Callable;

/// `nunchi models fit`: what a model will take of the memory, before it is opened.
@Command(
        name = "fit",
        description = {
            "Estimates the memory that a model takes when it answers, and compares it with what is"
                    + " free.",
            "",
            "Exits with 1 if it does not fit."
        })
final class ModelFitCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "As 'models list' has it.")
    private String name = "";

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            description = "Most tokens of a conversation. Default: as many as the model has.")
    private @Nullable Integer context;

    @Option(
            names = "--json",
            description =
                    "Print {\"model\", \"contextTokens\", \"memoryBytes\", \"weightBytes\","
                            + " \"cacheBytes\", \"installedBytes\", \"freeBytes\", \"fits\"}.")
    private boolean json;

    @Spec private CommandSpec spec;

    private final CliContext cli;

    ModelFitCommand(CliContext cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() throws EngineException {
        if (context != null && context < 1) {
            throw cli.usage(spec, "context", context);
        }
        var preview = cli.models().preview(cli.model(spec, name));
        int most = preview.contextLength();
        int tokens = context == null ? most : Math.min(context, most);
        var machine = MachineMemory.now();
        boolean fits = preview.memory().bytes(tokens) <= machine.free();
        var out = cli.terminal().out();
        out.println(
                json ? asJson(preview.memory(), tokens, machine) : words(preview.memory(), tokens));
        out.flush();
        return fits ? ExitCode.OK : ExitCode.FAILED;
    }

    private String words(AnsweringMemory memory, int tokens) {
        var machine = MachineMemory.now();
        var formats = cli.messages().formats();
        return cli.messages()
                .text(
                        "cli.models.fit",
                        name,
                        formats.bytes(memory.bytes(tokens)),
                        tokens,
                        formats.bytes(machine.installed()),
                        formats.bytes(machine.free()));
    }

    private String asJson(AnsweringMemory memory, int tokens, MachineMemory machine) {
        var mapper = new JsonMapper();
        long needed = memory.bytes(tokens);
        return mapper.writeValueAsString(
                mapper.createObjectNode()
                        .put("model", name)
                        .put("contextTokens", tokens)
                        .put("memoryBytes", needed)
                        .put("weightBytes", memory.weights())
                        .put("cacheBytes", memory.cachePerToken() * tokens)
                        .put("installedBytes", machine.installed())
                        .put("freeBytes", machine.free())
                        .put("fits", needed <= machine.free()));
    }
}
