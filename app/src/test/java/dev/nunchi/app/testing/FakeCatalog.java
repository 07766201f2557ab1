package dev.nunchi.app.testing;

import dev.nunchi.app.service.ModelCatalog;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.conformance.SelfCheck;
import dev.nunchi.engine.device.DeviceStatus;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.eval.SpeedTest;
import dev.nunchi.engine.library.Architecture;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.library.PackedWeights;
import dev.nunchi.engine.library.TowerPacking;
import dev.nunchi.engine.model.AnsweringMemory;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.quantize.CaptionDamage;
import dev.nunchi.engine.quantize.CaptionLoss;
import dev.nunchi.engine.quantize.Damage;
import dev.nunchi.engine.quantize.FeatureDamage;
import dev.nunchi.engine.runtime.Device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Models that exist by name only. An import reports a quarter done, then does what a test wants.
public final class FakeCatalog implements ModelCatalog {
    public static final InstalledModel BUNDLED =
            new InstalledModel(
                    "nunchi-default",
                    Path.of("nunchi-default"),
                    Origin.BUNDLED,
                    120_500_000,
                    "EfficientNet-Lite0 + Llama, 30 layers");
    public static final InstalledModel IMPORTED =
            new InstalledModel(
                    "llava-1.5-7b-q4",
                    Path.of("llava-1.5-7b-q4"),
                    Origin.IMPORTED,
                    4_700_000_000L,
                    5_600_000_000L,
                    new Architecture("CLIP ViT-L/14-336 + Llama", 32),
                    Optional.of(
                            new PackedWeights(
                                    "Q4_1, searched",
                                    4,
                                    0.072,
                                    Optional.of(TowerPacking.of(new FeatureDamage(0.011, 0.9999))),
                                    Optional.of(Path.of("llava-1.5-7b")),
                                    Optional.of(new Damage(640, 0.031, 0.964, 8.21, 8.36)))),
                    Optional.empty());

    public static final Damage DAMAGE =
            new Damage(
                    640,
                    0.031,
                    0.964,
                    8.21,
                    8.36,
                    Optional.of(
                            new CaptionDamage(
                                    new CaptionLoss(2.31, 3.05), new CaptionLoss(2.34, 3.04))));

    private final List<Path> measuredAgainst = new ArrayList<>();
    public static final List<SelfCheck.Finding> FINDINGS =
            List.of(
                    new SelfCheck.Finding(SelfCheck.Kind.WORDS, SelfCheck.Outcome.PASSED, 0, 0),
                    new SelfCheck.Finding(
                            SelfCheck.Kind.PICTURE, SelfCheck.Outcome.PASSED, 3.4, 1e-4),
                    new SelfCheck.Finding(SelfCheck.Kind.AGAIN, SelfCheck.Outcome.PASSED, 0, 0),
                    new SelfCheck.Finding(SelfCheck.Kind.FORMS, SelfCheck.Outcome.SKIPPED, 0, 0));

    public static final SpeedTest.Result SPEED =
            new SpeedTest.Result(
                    120.4,
                    576,
                    640,
                    212,
                    11.3,
                    new SpeedTest.FirstToken(4_100, 3_240, 310, 95),
                    5_100_000_000L);

    private ImportPreview preview = preview(1_000_000, 1_000_000);
    private final Map<Path, ImportPreview> previews = new HashMap<>();
    private TrialScript trial = _ -> {};
    private final List<InstalledModel> models = new ArrayList<>();
    private ImportScript script = (_, _) -> {};

    /// What an import does after its first report, on the thread of the job.
    @FunctionalInterface
    public interface ImportScript {
        void run(Progress progress, CancelToken cancel) throws EngineException;
    }

    /// What a trial does after its first report, on the thread of the job.
    @FunctionalInterface
    public interface TrialScript {
        void run(CancelToken cancel) throws EngineException;
    }

    public void whileTrying(TrialScript next) {
        trial = next;
    }

    /// Of models whose weights take so many bytes and whose context takes a byte a token.
    public static ImportPreview preview(long weights, long packed) {
        return new ImportPreview(
                new AnsweringMemory(weights, weights, 1, 0, 0),
                new AnsweringMemory(packed, packed, 1, 0, 0),
                4096);
    }

    public FakeCatalog(InstalledModel... models) {
        this.models.addAll(List.of(models));
    }

    public void whileImporting(ImportScript next) {
        script = next;
    }

    @Override
    public synchronized List<InstalledModel> list() {
        return List.copyOf(models);
    }

    @Override
    public Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException {
        progress.report(Stage.COPYING_MODEL, 1, 4);
        script.run(progress, cancel);
        return cancel.isCancelled() ? Optional.empty() : Optional.of(add(request.source()));
    }

    private synchronized InstalledModel add(Path source) {
        String name = source.getFileName().toString();
        var model = new InstalledModel(name, source, Origin.IMPORTED, 1_000_000, "Llama, 2 layers");
        models.add(model);
        return model;
    }

    @Override
    public ImportPreview preview(Path source) {
        return previews.getOrDefault(source, preview);
    }

    /// What a preview of one model tells.
    public void previewing(Path source, ImportPreview next) {
        previews.put(source, next);
    }

    /// What a preview tells from now on.
    public void previewing(ImportPreview next) {
        preview = next;
    }

    @Override
    public synchronized InstalledModel measure(
            InstalledModel model, Path original, Progress progress) {
        progress.report(Stage.EVALUATING, 0, 4);
        measuredAgainst.add(original);
        var measured = model.withPacked(model.packed().orElseThrow().withDamage(DAMAGE));
        models.replaceAll(other -> other.equals(model) ? measured : other);
        return measured;
    }

    /// What models were compared with.
    public List<Path> measuredAgainst() {
        return measuredAgainst;
    }

    @Override
    public List<SelfCheck.Finding> check(InstalledModel model, Assistant assistant, Watch watch)
            throws EngineException {
        watch.progress().report(Stage.EVALUATING, 1, 4);
        trial.run(watch.cancel());
        return watch.cancel().isCancelled() ? List.of() : FINDINGS;
    }

    @Override
    public Optional<SpeedTest.Result> time(Assistant assistant, Watch watch)
            throws EngineException {
        watch.progress().report(Stage.EVALUATING, 1, 4);
        trial.run(watch.cancel());
        return watch.cancel().isCancelled() ? Optional.empty() : Optional.of(SPEED);
    }

    @Override
    public List<DeviceStatus> devices() {
        var cuda = new Device(Device.Kind.CUDA, 0);
        return List.of(
                new DeviceStatus(
                        Device.CPU,
                        Optional.of("onnxruntime 1.28.0"),
                        Optional.empty(),
                        Optional.empty()),
                new DeviceStatus(
                        cuda,
                        Optional.empty(),
                        Optional.of("not driven"),
                        Optional.of(DeviceStatus.Reason.NOT_DRIVEN)));
    }

    @Override
    public synchronized void remove(InstalledModel model) {
        models.remove(model);
    }
}
