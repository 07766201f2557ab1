package dev.nunchi.bench;

import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.FineTuning;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunListener;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.SnapshotReport;
import dev.nunchi.engine.finetune.StepReport;
import dev.nunchi.engine.finetune.TrainingFolders;
import dev.nunchi.engine.finetune.TrainingStage;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.train.TrainingBatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A first stage of the default model, and all that another implementation needs to make the same
/// steps: `start.safetensors`, `batch-N.safetensors` and `losses.txt`.
public final class TrainingCurve implements RunListener {
    private static final int PICTURES_REPORTED = 500;

    private final Path folder;
    private final StringBuilder losses = new StringBuilder();
    private int batches;

    private TrainingCurve(Path folder) {
        this.folder = folder;
    }

    /// @param arguments ASSETS DATA FOLDER STEPS BATCH
    public static void main(String[] arguments) throws EngineException, IOException {
        var data = Path.of(arguments[1]).toAbsolutePath().normalize();
        var folder = Files.createDirectories(Path.of(arguments[2]).toAbsolutePath());
        long steps = Long.parseLong(arguments[3]);
        int batch = Integer.parseInt(arguments[4]);
        var models = List.of(DefaultModel.folder(Path.of(arguments[0])));
        var model = new ModelLibrary(folder.resolve("models"), models).list().getFirst();
        var defaults = RunSettings.defaults(TrainingStage.ALIGNMENT);
        var schedule = defaults.schedule();
        var batches = new RunSettings.Batches(batch, 1, defaults.batches().maxLength());
        var settings =
                defaults.withBatches(batches)
                        .withSchedule(
                                new RunSettings.Schedule(
                                        1,
                                        OptionalLong.of(steps),
                                        schedule.warmup(),
                                        schedule.snapshotEvery()));
        var request =
                new RunRequest(
                        "curve", model.name(), data, Optional.empty(), Optional.empty(), settings);
        var folders =
                new TrainingFolders(
                        folder.resolve("runs"),
                        folder.resolve("adapters"),
                        folder.resolve("models"),
                        folder.resolve("features"),
                        folder.resolve("compiled"));
        var curve = new TrainingCurve(folder);
        var control = new RunControl(new CancelToken());
        new FineTuning(folders, Device.CPU).start(model, request, curve, control);
        Files.writeString(folder.resolve("losses.txt"), curve.losses);
    }

    @Override
    public void report(Stage stage, long done, long total) {
        if (stage == Stage.ENCODING_PICTURE && done % PICTURES_REPORTED == 0) {
            System.out.printf("%d of %d pictures%n", done, total);
        }
    }

    @Override
    public void onSnapshot(SnapshotReport report) {
        if (report.step() == 0) {
            try {
                Files.copy(
                        report.folder().resolve("parameters.safetensors"),
                        folder.resolve("start.safetensors"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void onStep(StepReport report) {
        losses.append(
                String.format(
                        Locale.ROOT,
                        "%d %.6f %.9g%n",
                        report.step(),
                        report.loss(),
                        report.learningRate()));
        System.out.printf("step %d: loss %.4f%n", report.step(), report.loss());
    }

    @Override
    public void onBatch(TrainingBatch batch) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int b = 0; b < batch.size(); b++) {
            var example = batch.examples().get(b);
            tensors.put("ids." + b, ints(example.ids()));
            tensors.put("labels." + b, ints(example.labels()));
            for (var picture : example.pictures()) {
                // Nothing is lost: so are they kept.
                tensors.put("picture." + b, picture.picture().rows().toHalves());
                tensors.put("picture_at." + b, ints(picture.start()));
            }
        }
        var file = folder.resolve("batch-" + batches++ + ".safetensors");
        try {
            SafetensorsWriter.write(file, tensors, Map.of());
        } catch (EngineException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Tensor ints(int... values) {
        return Tensor.ofInts(Shape.of(values.length), values);
    }
}
