package dev.nunchi.app.cli;

import dev.nunchi.app.l10n.ModelWords;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.library.PackedWeights;
import dev.nunchi.engine.library.TowerPacking;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quantize.Damage;
import dev.nunchi.engine.quantize.Quantisation;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// `nunchi models`: what is installed, and how to change it.
@Command(
        name = "models",
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, imports and removes models.")
final class ModelsCommand implements Runnable {
    private static final double NOTABLE = 1.2;

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
                        "%-24s %8s  %-8s  %-6s  %s%s%n",
                        model.name(),
                        context.messages().formats().bytes(model.bytes()),
                        origin(model),
                        model.packed().map(packed -> packed.bits() + "-bit").orElse(""),
                        ModelWords.architecture(context.messages(), model.architecture()),
                        model.own().map(own -> " + " + AdapterWords.parts(own)).orElse("")
                                + growth(model));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    /// What an import does to float weights.
    enum Packing {
        NONE,
        INT4,
        INT8;

        Optional<Quantisation> with(Rounding rounding) {
            return switch (this) {
                case NONE -> Optional.empty();
                case INT4 -> Optional.of(Quantisation.int4(rounding));
                case INT8 -> Optional.of(Quantisation.int8(rounding));
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Command(
            name = "import",
            description = {
                "Copies a model into the library and checks it.",
                "An import that was killed goes on where it was when it is started again."
            })
    int importModel(
            @Parameters(
                            paramLabel = "PATH",
                            description = "A folder with safetensors files, or a .gguf file.")
                    Path source,
            @Option(
                            names = "--quantize",
                            paramLabel = "KIND",
                            defaultValue = "none",
                            description =
                                    "Make float weights smaller: ${COMPLETION-CANDIDATES}. Default:"
                                            + " ${DEFAULT-VALUE}, the files are copied as they are.")
                    Packing packing,
            @Option(
                            names = "--search",
                            description =
                                    "With --quantize: look for the scales, and for int4 the minima,"
                                            + " that lose least. Slower to import, better answers.")
                    boolean search,
            @Option(
                            names = "--report",
                            description =
                                    "With --quantize: compare answers before and after. Needs"
                                            + " memory for the model in float32.")
                    boolean report)
            throws EngineException {
        var rounding = search ? Rounding.SEARCH : Rounding.NEAREST;
        if (search && packing == Packing.NONE) {
            throw context.usage(spec, "searchAlone");
        }
        if (report && packing == Packing.NONE) {
            throw context.usage(spec, "reportAlone");
        }
        var imported = importModel(new ImportRequest(source, packing.with(rounding)));
        if (imported.isPresent() && report) {
            measure(imported.get(), source);
        }
        return imported.isPresent() ? ExitCode.OK : ExitCode.INTERRUPTED;
    }

    private Optional<InstalledModel> importModel(ImportRequest request) throws EngineException {
        var progress = ProgressLine.of(context);
        var interruption = context.interruption();
        try (var _ = interruption.hold()) {
            var imported = context.models().importFrom(request, progress, interruption.token());
            progress.clear();
            imported.ifPresent(this::tellImported);
            return imported;
        }
    }

    private void measure(InstalledModel model, Path source) throws EngineException {
        var progress = ProgressLine.of(context);
        var measured = context.models().measure(model, source, progress);
        progress.clear();
        measured.packed().flatMap(PackedWeights::damage).ifPresent(this::tell);
    }

    private void tell(Damage damage) {
        tell(
                "cli.models.damage",
                damage.divergence(),
                damage.agreement(),
                damage.perplexity(),
                damage.packedPerplexity());
        damage.captions()
                .ifPresent(captions ->
                        tell(
                                "cli.models.damage.captions",
                                captions.original().right(),
                                captions.packed().right(),
                                captions.original().other(),
                                captions.packed().other()));
    }

    private void tell(TowerPacking tower) {
        String key =
                switch (tower.kept()) {
                    case PACKED -> "cli.models.tower.packed";
                    case STORED -> "cli.models.tower.stored";
                };
        tell(key, tower.damage().relativeError(), tower.damage().cosine());
    }

    private void tellImported(InstalledModel model) {
        tell("cli.models.imported.done", model.name());
        model.packed()
                .ifPresent(packed -> {
                    tell(
                            "cli.models.packed",
                            packed.bits(),
                            context.messages().formats().bytes(model.bytes()),
                            packed.weightError());
                    packed.tower().ifPresent(this::tell);
                });
    }

    @Command(name = "remove", description = "Removes an imported model from the library.")
    int remove(
            @Parameters(paramLabel = "NAME", description = "As 'models list' has it.") String name)
            throws EngineException {
        var model = context.model(spec, name);
        if (model.origin() == Origin.BUNDLED) {
            tell("cli.models.cannotRemove", model.name());
            return ExitCode.FAILED;
        }
        context.models().remove(model);
        tell("cli.models.removed", model.name());
        return ExitCode.OK;
    }

    private String listAsJson() throws EngineException {
        var mapper = new JsonMapper();
        var array = mapper.createArrayNode();
        for (InstalledModel model : context.models().list()) {
            var node = array.addObject();
            node.put("name", model.name())
                    .put("bytes", model.bytes())
                    .put("memory", model.memory())
                    .put("origin", model.origin().name().toLowerCase(Locale.ROOT))
                    .put("architecture", model.architecture().toString())
                    .put("folder", model.folder().toString());
            model.packed().ifPresent(packed -> PackedNode.put(node.putObject("packed"), packed));
            model.own().ifPresent(own -> AdapterWords.describe(node.putObject("adapter"), own));
        }
        return mapper.writeValueAsString(array);
    }

    /// Told only where it matters: of formats that run in a wider one.
    private String growth(InstalledModel model) {
        return model.memory() > model.bytes() * NOTABLE
                ? "; "
                        + context.messages()
                                .text(
                                        "cli.models.memory",
                                        context.messages().formats().bytes(model.memory()))
                : "";
    }

    private String origin(InstalledModel model) {
        return switch (model.origin()) {
            case BUNDLED -> context.messages().text("cli.models.bundled");
            case IMPORTED -> context.messages().text("cli.models.imported");
        };
    }

    private void tell(String key, Object... arguments) {
        var err = context.terminal().err();
        err.println(context.messages().text(key, arguments));
        err.flush();
    }
}
