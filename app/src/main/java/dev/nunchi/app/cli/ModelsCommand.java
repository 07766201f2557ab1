package dev.nunchi.app.cli;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.Locale;

/// `nunchi models`: what is installed, and how to change it.
@Command(
        name = "models",
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, imports and removes models.")
final class ModelsCommand implements Runnable {
    private final CliContext context;

    @Spec private CommandSpec spec;

    ModelsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        spec.commandLine().usage(context.terminal().out());
    }

    @Command(name = "list", description = "Lists the installed models, bundled ones first.")
    int list(@Option(names = "--json", description = "Print an array of objects.") boolean json)
            throws EngineException {
        var out = context.terminal().out();
        if (json) {
            out.println(listAsJson());
        } else {
            for (InstalledModel model : context.models().list()) {
                out.printf(
                        Locale.ROOT,
                        "%-24s %8s  %-8s  %s%n",
                        model.name(),
                        context.messages().formats().bytes(model.bytes()),
                        origin(model),
                        model.architecture());
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    @Command(name = "import", description = "Copies a model into the library and checks it.")
    int importModel(
            @Parameters(
                            paramLabel = "PATH",
                            description = "A folder with safetensors files, or a .gguf file.")
                    Path source)
            throws EngineException {
        var progress = ProgressLine.of(context);
        var interruption = context.interruption();
        try (var _ = interruption.hold()) {
            var imported = context.models().importFrom(source, progress, interruption.token());
            progress.clear();
            imported.ifPresent(model -> tell("cli.models.imported.done", model));
            return imported.isPresent() ? ExitCode.OK : ExitCode.INTERRUPTED;
        }
    }

    @Command(name = "remove", description = "Removes an imported model from the library.")
    int remove(
            @Parameters(paramLabel = "NAME", description = "As 'models list' has it.") String name)
            throws EngineException {
        var model = context.model(spec, name);
        if (model.origin() == Origin.BUNDLED) {
            tell("cli.models.cannotRemove", model);
            return ExitCode.FAILED;
        }
        context.models().remove(model);
        tell("cli.models.removed", model);
        return ExitCode.OK;
    }

    private String listAsJson() throws EngineException {
        var mapper = new JsonMapper();
        var array = mapper.createArrayNode();
        for (InstalledModel model : context.models().list()) {
            array.addObject()
                    .put("name", model.name())
                    .put("bytes", model.bytes())
                    .put("origin", model.origin().name().toLowerCase(Locale.ROOT))
                    .put("architecture", model.architecture())
                    .put("folder", model.folder().toString());
        }
        return mapper.writeValueAsString(array);
    }

    private String origin(InstalledModel model) {
        return switch (model.origin()) {
            case BUNDLED -> context.messages().text("cli.models.bundled");
            case IMPORTED -> context.messages().text("cli.models.imported");
        };
    }

    private void tell(String key, InstalledModel model) {
        var err = context.terminal().err();
        err.println(context.messages().text(key, model.name()));
        err.flush();
    }
}
