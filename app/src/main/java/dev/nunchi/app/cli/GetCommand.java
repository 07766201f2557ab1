package dev.nunchi.app.cli;

import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.app.download.DownloadException;
import dev.nunchi.app.download.DownloadProgress;
import dev.nunchi.app.download.ModelDownloads;
import dev.nunchi.app.download.ModelDownloads.Downloaded;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.quant.Rounding;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;
import java.util.concurrent.Callable;

/// `nunchi models get`: downloads a model of the catalogue and imports it.
@Command(
        name = "get",
        description = {
            "Downloads a model of the catalogue and adds it to the library.",
            "Ctrl+C keeps what has come; the same command goes on from there."
        })
final class GetCommand implements Callable<Integer> {
    private final CliContext context;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "As 'models catalogue' has it.")
    private String id = "";

    @Option(
            names = "--quantize",
            paramLabel = "KIND",
            defaultValue = "none",
            description =
                    "Make float weights smaller at import: ${COMPLETION-CANDIDATES}. Default:"
                            + " ${DEFAULT-VALUE}.")
    private ModelsCommand.Packing packing = ModelsCommand.Packing.NONE;

    @Option(names = "--json", description = "Print what was received as an object.")
    private boolean json;

    GetCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException, DownloadException {
        var downloads = context.models().downloads();
        var model =
                downloads
                        .catalogue()
                        .find(id)
                        .orElseThrow(() -> context.usage(spec, "notInCatalogue", id));
        var progress = ProgressLine.of(context);
        var interruption = context.interruption();
        try (var _ = interruption.hold()) {
            tell("cli.get.from", model.name(), downloads.hub().getHost(), model.licence());
            var downloaded =
                    downloads.get(model, now -> progress.show(words(now)), interruption.token());
            progress.clear();
            if (downloaded.isEmpty()) {
                tell("cli.get.kept", model.id());
                return ExitCode.INTERRUPTED;
            }
            var installed = add(downloaded.get(), progress);
            progress.clear();
            if (installed.isEmpty()) {
                return ExitCode.INTERRUPTED;
            }
            finish(model, downloads, downloaded.get(), installed.get());
            return ExitCode.OK;
        }
    }

    private Optional<InstalledModel> add(Downloaded downloaded, ProgressLine progress)
            throws EngineException {
        var request = new ImportRequest(downloaded.folder(), packing.with(Rounding.SEARCH));
        return context.models().importFrom(request, progress, context.interruption().token());
    }

    private void finish(
            CatalogueModel model,
            ModelDownloads downloads,
            Downloaded downloaded,
            InstalledModel installed)
            throws DownloadException {
        downloads.remove(model);
        if (downloaded.unchecked() > 0) {
            tell("cli.get.unchecked", downloaded.unchecked());
        }
        tell("cli.models.imported.done", installed.name());
        if (json) {
            var out = context.terminal().out();
            out.println(asJson(downloaded, installed));
            out.flush();
        }
    }

    private static String asJson(Downloaded downloaded, InstalledModel installed) {
        var mapper = new JsonMapper();
        var node = mapper.createObjectNode().put("name", installed.name());
        node.put("folder", installed.folder().toString()).put("bytes", downloaded.bytes());
        var files = node.putArray("files");
        for (var file : downloaded.files()) {
            files.addObject()
                    .put("name", file.name())
                    .put("bytes", file.bytes())
                    .put("checked", file.checked());
        }
        return mapper.writeValueAsString(node);
    }

    private String words(DownloadProgress now) {
        var messages = context.messages();
        return switch (now.activity()) {
            case ASKING -> messages.text("catalogue.state.asking");
            case WAITING -> messages.text("catalogue.state.retrying");
            case RECEIVING -> {
                String bytes =
                        messages.text(
                                "catalogue.bytes",
                                messages.formats().bytes(now.done()),
                                messages.formats().bytes(now.total()));
                String speed =
                        messages.text(
                                "catalogue.speed", messages.formats().bytes(now.bytesPerSecond()));
                String left =
                        now.left()
                                .map(time ->
                                        ", "
                                                + messages.text(
                                                        "catalogue.left",
                                                        messages.formats().duration(time)))
                                .orElse("");
                yield bytes + ", " + speed + left;
            }
        };
    }

    private void tell(String key, Object... arguments) {
        var err = context.terminal().err();
        err.println(context.messages().text(key, arguments));
        err.flush();
    }
}
