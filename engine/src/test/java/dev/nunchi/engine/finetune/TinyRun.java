package dev.nunchi.engine.finetune;

import dev.nunchi.engine.data.Mix;
import dev.nunchi.engine.finetune.RunSettings.Batches;
import dev.nunchi.engine.finetune.RunSettings.Schedule;
import dev.nunchi.engine.finetune.RunSettings.Validation;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.testing.Golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Runs of a reference fixture's model, which has random weights, on twelve captions.
///
/// @param home where data, runs and caches go
record TinyRun(Path home) {
    private static final String MODEL = "llava15";
    private static final List<String> PICTURES = List.of("llava15/images", "llava_smollm/images");
    private static final int ROWS = 12;

    static InstalledModel model() {
        var folder = Golden.path(MODEL + "/model");
        return new InstalledModel(MODEL, folder, InstalledModel.Origin.IMPORTED, 0, "test");
    }

    FineTuning training() {
        return new FineTuning(folders(), Device.CPU);
    }

    TrainingFolders folders() {
        return new TrainingFolders(
                home.resolve("runs"),
                home.resolve("adapters"),
                home.resolve("models"),
                home.resolve("features"),
                home.resolve("compiled"));
    }

    /// Two samples a batch, two batches a step, a snapshot every third step.
    static RunSettings settings(TrainingStage stage, long steps) {
        return RunSettings.defaults(stage)
                .withBatches(new Batches(2, 2, 200))
                .withSchedule(new Schedule(1, OptionalLong.of(steps), 0.1, 3))
                .withValidation(new Validation(0.2, 4, 0, 1));
    }

    RunRequest request(String name, RunSettings settings) throws IOException {
        return new RunRequest(name, MODEL, data(), Optional.empty(), Optional.empty(), settings);
    }

    /// A run that draws as many descriptions as captions, of which there are twice as many.
    RunRequest mixed(String name, RunSettings settings) throws IOException {
        var file = home.resolve("data").resolve("mixed.jsonl");
        if (!Files.exists(file)) {
            var lines = new ArrayList<String>();
            data();
            for (int row = 0; row < ROWS; row++) {
                lines.add(
                        """
                        {"id": "r%d", "image": "picture-%d.png", "type": "%s", "conversations": [\
                        {"from": "human", "value": "<image>\\nWhat is it?"}, \
                        {"from": "gpt", "value": "It is %s"}]}\
                        """
                                .formatted(
                                        row,
                                        row,
                                        row % 3 == 0 ? "detail" : "caption",
                                        "so ".repeat(row) + row));
            }
            Files.write(file, lines);
        }
        return new RunRequest(
                name, MODEL, file, Mix.parse("caption=1,detail=1"), Optional.empty(), settings);
    }

    /// Captions of the fixtures' pictures.
    private Path data() throws IOException {
        var folder = home.resolve("data");
        var file = folder.resolve("captions.jsonl");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            var lines = new ArrayList<String>();
            var pictures = pictures();
            for (int i = 0; i < ROWS; i++) {
                var name = "picture-" + i + ".png";
                Files.copy(pictures.get(i % pictures.size()), folder.resolve(name));
                lines.add(
                        "{\"image\": \"%s\", \"captions\": [\"%s\"]}"
                                .formatted(name, "The picture of number " + "so ".repeat(i) + i));
            }
            Files.write(file, lines);
        }
        return file;
    }

    private static List<Path> pictures() throws IOException {
        var pictures = new ArrayList<Path>();
        for (String folder : PICTURES) {
            try (var files = Files.list(Golden.path(folder))) {
                files.filter(file -> file.toString().endsWith(".png"))
                        .sorted()
                        .forEach(pictures::add);
            }
        }
        return pictures;
    }

    /// Keeps what it hears, and stops the run after a step if it is told to.
    static final class Ear implements RunListener {
        final List<StepReport> steps = new ArrayList<>();
        final List<EvaluationReport> evaluations = new ArrayList<>();
        final List<SampleReport> samples = new ArrayList<>();
        final List<SnapshotReport> snapshots = new ArrayList<>();
        Optional<RunFolder> folder = Optional.empty();
        private final RunControl control = new RunControl(new CancelToken());
        private final long last;

        Ear() {
            this(Long.MAX_VALUE);
        }

        Ear(long last) {
            this.last = last;
        }

        RunControl control() {
            return control;
        }

        @Override
        public void report(Stage stage, long done, long total) {}

        @Override
        public void onStarted(RunFolder run, RunEstimate estimate) {
            folder = Optional.of(run);
        }

        @Override
        public void onStep(StepReport report) {
            steps.add(report);
            if (report.step() == last) {
                control.stop();
            }
        }

        @Override
        public void onEvaluation(EvaluationReport report) {
            evaluations.add(report);
        }

        @Override
        public void onSample(SampleReport report) {
            samples.add(report);
        }

        @Override
        public void onSnapshot(SnapshotReport report) {
            snapshots.add(report);
        }

        List<Double> losses() {
            return steps.stream().map(StepReport::loss).toList();
        }
    }
}
