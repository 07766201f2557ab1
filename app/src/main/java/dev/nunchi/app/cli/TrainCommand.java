package dev.nunchi.app.cli;

import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.data.Mix;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.FineTuning;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunEnd;
import dev.nunchi.engine.finetune.RunExport;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.RunSummary;
import dev.nunchi.engine.finetune.TrainingStage;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.runtime.Device;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `nunchi train`: data in, an adapter out.
@Command(
        name = "train",
        description = {
            "Trains a model on pictures and words, in the two stages of Visual Instruction Tuning.",
            "",
            "Ctrl+C ends with a snapshot from which the run goes on: nunchi train --resume."
        },
        footer = {
            "",
            "With --json each report is a line on standard output: {\"kind\": \"step\", \"step\","
                    + " \"loss\", …}, with the kinds step, evaluation, sample and snapshot, and a"
                    + " last one of the kind result. --dry-run --json prints {\"rows\","
                    + " \"targetTokens\", \"steps\", \"memoryBytes\", \"estimatedSeconds\", …}.",
            "",
            "Example: nunchi train --data photos/captions.jsonl --stage 1 --name beach"
        })
final class TrainCommand implements Callable<Integer> {
    /// Between two batches of a large model.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "The model; see 'nunchi models list'. Default: the first there.")
    private @Nullable String modelName;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "A file or folder: LLaVA JSON, JSON lines, CSV, COCO captions, or pictures with"
                            + " texts beside them.")
    private @Nullable Path data;

    @Option(
            names = "--stage",
            paramLabel = "1|2",
            description = "1 trains the projector, 2 projector and language model.")
    private @Nullable Integer stageNumber;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The run's, and that of the adapter (default: MODEL-stage1 or -stage2).")
    private @Nullable String name;

    @Option(
            names = "--mix",
            paramLabel = "MIX",
            description = "Shares of sample types: conversation=1,detail=1,complex=1.")
    private @Nullable String mix;

    @Option(
            names = "--from",
            paramLabel = "ADAPTER",
            description = "Go on from an adapter: its name, or its folder.")
    private @Nullable String from;

    @Option(
            names = "--bare",
            description =
                    "Start from the model's weights alone, without the adapter that it may come"
                            + " with.")
    private boolean bare;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            arity = "0..1",
            fallbackValue = "",
            description = "Go on with a run from its last snapshot (default: the last one).")
    private @Nullable String resume;

    @Option(
            names = "--dry-run",
            description = "Only check the data and say what the run would take.")
    private boolean dryRun;

    @Option(
            names = "--export",
            paramLabel = "FOLDER",
            description =
                    "Do not train: write data, settings and a launch script for the reference"
                            + " trainer (DeepSpeed or torchrun) into a new folder.")
    private @Nullable Path export;

    @Option(names = "--json", description = "Print reports as JSON, one a line.")
    private boolean json;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = Device.AUTO,
            description = "Where the model runs; see 'nunchi devices' (default: ${DEFAULT-VALUE}).")
    private String device = "";

    @Mixin private TrainOptions options = new TrainOptions();

    @Spec private CommandSpec spec;

    private final CliContext context;

    TrainCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException {
        var training = new FineTuning(context.models().training(), context.device(spec, device));
        var printer = json ? TrainPrinter.json(context) : TrainPrinter.words(context);
        var control = new RunControl(context.interruption().token());
        try (var _ = context.interruption().hold(PATIENCE)) {
            if (resume != null) {
                var run = runToResume(training, resume);
                var model = context.model(spec, run.request().model());
                return finish(printer, training.resume(model, run.folder(), printer, control));
            }
            var model = context.modelOrFirst(spec, modelName);
            var request = request(model);
            if (export != null) {
                return exported(request, export, printer);
            }
            if (dryRun) {
                var estimate =
                        training.estimate(model, request, printer, context.interruption().token());
                estimate.ifPresent(printer::onEstimate);
                return estimate.isPresent() ? ExitCode.OK : ExitCode.INTERRUPTED;
            }
            return finish(printer, training.start(model, request, printer, control));
        }
    }

    private int exported(RunRequest request, Path folder, TrainPrinter printer)
            throws EngineException {
        var cancel = context.interruption().token();
        boolean whole = RunExport.write(request, folder, printer, cancel);
        printer.onExport(whole, folder);
        return whole ? ExitCode.OK : ExitCode.INTERRUPTED;
    }

    private static int finish(TrainPrinter printer, RunResult result) {
        printer.onResult(result);
        return result.end() == RunEnd.CANCELLED ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private RunSummary runToResume(FineTuning training, String wanted) throws EngineException {
        if (data != null || stageNumber != null) {
            throw usage("resumeAlone");
        }
        return training.runs().stream()
                .filter(run ->
                        wanted.isEmpty() ? run.canResume() : run.folder().name().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        wanted.isEmpty() ? usage("nothingToResume") : usage("unknownRun", wanted));
    }

    private RunRequest request(InstalledModel model) throws EngineException {
        if (data == null) {
            throw usage("dataMissing");
        }
        var number = stageNumber;
        if (number == null) {
            throw usage("stageMissing");
        }
        var stage = TrainingStage.of(number).orElseThrow(() -> usage("unknownStage", number));
        return new RunRequest(
                name == null ? model.name() + "-stage" + stage.number() : name,
                model.name(),
                data.toAbsolutePath().normalize(),
                mix(),
                from == null ? Optional.empty() : Optional.of(adapter(from)),
                settings(stage),
                bare ? ModelForm.BARE : ModelForm.AS_SHIPPED);
    }

    private RunSettings settings(TrainingStage stage) {
        try {
            return options.settings(stage, from != null);
        } catch (IllegalArgumentException e) {
            throw usage("setting", String.valueOf(e.getMessage()));
        }
    }

    private Optional<Mix> mix() {
        if (mix == null) {
            return Optional.empty();
        }
        var parsed = Mix.parse(mix);
        if (parsed.isEmpty()) {
            throw usage("mix", mix);
        }
        return parsed;
    }

    private Path adapter(String wanted) throws EngineException {
        var installed = new AdapterLibrary(context.models().training().adapters()).find(wanted);
        return installed.isPresent()
                ? installed.get().folder()
                : Path.of(wanted).toAbsolutePath().normalize();
    }

    private ParameterException usage(String key, Object... arguments) {
        return context.usage(spec, key, arguments);
    }
}
