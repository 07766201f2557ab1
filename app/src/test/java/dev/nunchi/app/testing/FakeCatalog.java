package dev.nunchi.app.testing;

import dev.nunchi.app.service.ModelCatalog;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.library.PackedWeights;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.quantize.Damage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
                    "CLIP ViT-L/14-336 + Llama, 32 layers",
                    Optional.of(
                            new PackedWeights(
                                    "Q4_1, searched",
                                    4,
                                    0.072,
                                    Optional.of(new Damage(640, 0.031, 0.964, 8.21, 8.36)))),
                    Optional.empty());

    private final List<InstalledModel> models = new ArrayList<>();
    private ImportScript script = (_, _) -> {};

    /// What an import does after its first report, on the thread of the job.
    @FunctionalInterface
    public interface ImportScript {
        void run(Progress progress, CancelToken cancel) throws EngineException;
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
    public synchronized void remove(InstalledModel model) {
        models.remove(model);
    }
}
