package dev.nunchi.app.cli;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterExport;
import dev.nunchi.engine.adapter.AdapterImport;
import dev.nunchi.engine.adapter.InstalledAdapter;
import dev.nunchi.engine.adapter.LearntWeights;
import dev.nunchi.engine.adapter.MergedExport;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.text.Tokenizer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// `nunchi adapters`: what was learnt, and how to take it elsewhere.
@Command(
        name = "adapters",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Lists, imports, exports and removes adapters: what training adds to a model.",
            "",
            "Answer with one: nunchi ask --adapter NAME ..."
        })
final class AdaptersCommand implements Runnable {
    @Spec private CommandSpec spec;

    private final CliContext context;

    AdaptersCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        throw context.usage(spec, "commandMissing");
    }

    @Command(name = "list", description = "Lists the adapters that there are.")
    int list(@Option(names = "--json", description = "Print JSON.") boolean json)
            throws EngineException {
        var out = context.terminal().out();
        var adapters = context.models().adapters().list();
        if (json) {
            var mapper = new JsonMapper();
            var array = mapper.createArrayNode();
            adapters.forEach(adapter -> describe(array.addObject(), adapter));
            out.println(mapper.writeValueAsString(array));
        } else {
            for (var adapter : adapters) {
                out.printf(
                        Locale.ROOT,
                        "%-24s %8s  %-24s %s%n",
                        adapter.name(),
                        context.messages().formats().bytes(adapter.bytes()),
                        adapter.info().provenance().baseName(),
                        AdapterWords.parts(adapter.info()));
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = "Prints where an adapter comes from and what is in it, as JSON.")
    int show(
            @Parameters(paramLabel = "NAME", description = "As 'adapters list' has it.")
                    String name)
            throws EngineException {
        var mapper = JsonMapper.builder().build();
        var node = mapper.createObjectNode();
        describe(node, installed(name));
        var out = context.terminal().out();
        out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node));
        out.flush();
        return ExitCode.OK;
    }

    @Command(
            name = "import",
            description = {
                "Adds what another program has trained.",
                "",
                "Reads PEFT folders with LoRA (adapter_config.json and adapter_model), projectors"
                        + " of the original LLaVA (mm_projector.bin or .safetensors,"
                        + " non_lora_trainables) and Nunchi's own folders."
            })
    int importAdapter(
            @Parameters(paramLabel = "PATH", description = "The folder or file.") Path source,
            @Option(
                            names = "--model",
                            paramLabel = "NAME",
                            description =
                                    "The model that it was trained on. Default: the first there.")
                    @Nullable String modelName,
            @Option(
                            names = "--name",
                            paramLabel = "NAME",
                            description = "What it is to be called. Default: as the folder.")
                    @Nullable String name)
            throws EngineException {
        var models = context.models();
        var model = context.modelOrFirst(spec, modelName);
        var file = source.toAbsolutePath().normalize().getFileName();
        String wanted = name != null ? name : file == null ? "adapter" : file.toString();
        var read = new AdapterImport(models.base(model), wanted).read(source);
        tell("cli.adapters.imported", models.adapters().add(read).name());
        return ExitCode.OK;
    }

    /// Whose files an export writes.
    enum Layout {
        LLAVA,
        HF;

        AdapterExport.Layout layout() {
            return switch (this) {
                case LLAVA -> AdapterExport.Layout.LLAVA;
                case HF -> AdapterExport.Layout.HUGGING_FACE;
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Command(
            name = "export",
            description = "Writes an adapter as other programs want it: LoRA in PEFT's layout.")
    int export(
            @Parameters(paramLabel = "NAME", description = "As 'adapters list' has it.")
                    String name,
            @Parameters(paramLabel = "FOLDER", description = "Made if it is not there, or empty.")
                    Path folder,
            @Option(
                            names = "--layout",
                            paramLabel = "L",
                            defaultValue = "llava",
                            description =
                                    "llava: the original LLaVA's names, projector in a .bin file;"
                                            + " hf: those of LlavaForConditionalGeneration"
                                            + " (default: ${DEFAULT-VALUE}).")
                    Layout layout)
            throws EngineException {
        exportOf(context.adapter(spec, name), layout.layout()).write(folder);
        tell("cli.adapters.exported", folder);
        return ExitCode.OK;
    }

    /// Knows the base's joint matrices if the base is there.
    private AdapterExport exportOf(Adapter adapter, AdapterExport.Layout layout)
            throws EngineException {
        for (var model : context.models().list()) {
            if (model.name().equals(adapter.info().provenance().baseName())) {
                var config = context.models().base(model).config();
                return AdapterExport.of(adapter, layout, config.language());
            }
        }
        return new AdapterExport(adapter, layout);
    }

    @Command(
            name = "install",
            description = {
                "Makes an adapter a model's own: the model answers with it from then on.",
                "",
                "It is copied into the folder 'adapter' within the model's; the weights stay as they"
                        + " are, and so does every other adapter of the model. Deleting that folder"
                        + " undoes it."
            })
    int install(
            @Parameters(paramLabel = "NAME", description = "As 'adapters list' has it.")
                    String name,
            @Parameters(paramLabel = "FOLDER", description = "The folder of its model.")
                    Path folder,
            @Option(
                            names = "--type",
                            paramLabel = "T",
                            defaultValue = "f32",
                            description =
                                    "Of the numbers: f32, or f16 for half the size (default:"
                                            + " ${DEFAULT-VALUE}).")
                    Floats floats)
            throws EngineException {
        if (floats == Floats.BF16) {
            throw context.usage(spec, "adapterType");
        }
        var adapter = context.adapter(spec, name);
        var model = ModelLibrary.at(folder);
        OwnAdapter.install(adapter, model.folder(), context.models().base(model), floats.dtype);
        tell("cli.adapters.exported", OwnAdapter.folder(model.folder()));
        return ExitCode.OK;
    }

    /// How numbers are written.
    enum Floats {
        F32(DType.F32),
        F16(DType.F16),
        BF16(DType.BF16);

        private final DType dtype;

        Floats(DType dtype) {
            this.dtype = dtype;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a merged model looks like.
    enum MergedLayout {
        OWN,
        HF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Command(
            name = "merge",
            description = {
                "Writes a whole model with the adapter worked into its weights, as floats.",
                "",
                "The folder has the layout of the model's own, for Nunchi and for other programs."
                        + " GGUF files stay GGUF files, in floats, unless --layout hf makes a folder"
                        + " of safetensors of them."
            })
    int merge(
            @Parameters(paramLabel = "NAME", description = "As 'adapters list' has it.")
                    String name,
            @Parameters(paramLabel = "FOLDER", description = "Made; must not be there.")
                    Path folder,
            @Option(
                            names = "--model",
                            paramLabel = "NAME",
                            description =
                                    "The model it belongs to. Default: the one it was made for.")
                    @Nullable String modelName,
            @Option(
                            names = "--type",
                            paramLabel = "T",
                            defaultValue = "f32",
                            description =
                                    "Of the weights: ${COMPLETION-CANDIDATES}. Default:"
                                            + " ${DEFAULT-VALUE}.")
                    Floats floats,
            @Option(
                            names = "--layout",
                            paramLabel = "L",
                            defaultValue = "own",
                            description =
                                    "own: the model's; hf: a folder for transformers, of GGUF files,"
                                            + " too (default: ${DEFAULT-VALUE}).")
                    MergedLayout layout)
            throws EngineException {
        var adapter = context.adapter(spec, name);
        var model = context.modelOrFirst(spec, modelName, List.of(adapter));
        var progress = ProgressLine.of(context);
        var base = context.models().base(model);
        adapter.requireBase(base.hash(), base.config());
        try (var _ = context.interruption().hold();
                var checkpoint = model.open()) {
            var learnt = LearntWeights.of(adapter, checkpoint.config());
            var export = new MergedExport(checkpoint, model.folder(), learnt, floats.dtype);
            var cancel = context.interruption().token();
            boolean whole =
                    switch (layout) {
                        case OWN -> export.write(folder, progress, cancel);
                        case HF -> {
                            var tokenizer = Tokenizer.json(checkpoint.tokenizer());
                            yield export.writeHuggingFace(folder, tokenizer, cancel);
                        }
                    };
            progress.clear();
            if (!whole) {
                return ExitCode.INTERRUPTED;
            }
        }
        tell("cli.adapters.exported", folder);
        return ExitCode.OK;
    }

    @Command(name = "remove", description = "Deletes an adapter.")
    int remove(
            @Parameters(paramLabel = "NAME", description = "As 'adapters list' has it.")
                    String name)
            throws EngineException {
        context.models().adapters().remove(installed(name));
        tell("cli.models.removed", name);
        return ExitCode.OK;
    }

    private InstalledAdapter installed(String name) throws EngineException {
        return context.models()
                .adapters()
                .find(name)
                .orElseThrow(() -> context.usage(spec, "unknownAdapter", name));
    }

    private static void describe(ObjectNode node, InstalledAdapter adapter) {
        node.put("name", adapter.name()).put("bytes", adapter.bytes());
        AdapterWords.describe(node, adapter.info());
        node.put("folder", adapter.folder().toString());
    }

    private void tell(String key, Object... arguments) {
        var err = context.terminal().err();
        err.println(context.messages().text(key, arguments));
        err.flush();
    }
}
