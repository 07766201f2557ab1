package dev.nunchi.engine.finetune;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.library.CompiledCache;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.train.SeenPicture;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The vision tower in float32; its session opens with the first picture.
///
/// Owns the session, not checkpoint and runtime. Confined to one thread.
final class TowerRows implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final InferenceRuntime runtime;
    private final Path compiled;
    private @Nullable Session session;

    /// @param compiled where compiled models are kept
    TowerRows(Checkpoint checkpoint, InferenceRuntime runtime, Path compiled) {
        this.checkpoint = checkpoint;
        this.runtime = runtime;
        this.compiled = compiled;
    }

    /// Of a picture's rows, `[tiles · I, Dv]`.
    Shape shape(PictureLayout layout) {
        int width = checkpoint.config().projector().orElseThrow().inputSize();
        return Shape.of(layout.projectedRows(), width);
    }

    /// What the tower makes of a picture, tile by tile.
    SeenPicture see(Picture picture) throws EngineException {
        var config = checkpoint.config();
        var pictures = checkpoint.pictures();
        if (pictures.isEmpty()) {
            throw new UnsupportedModelException(
                    "a vision model without preprocessor_config.json", List.of());
        }
        var layout = PictureLayout.of(config, picture.width(), picture.height(), 1);
        var values = new PictureProcessor(pictures.get()).process(picture);
        int width = config.projector().orElseThrow().inputSize();
        var hiddenShape = Shape.of(1, VisionTower.hiddenRows(config), width);
        int each = Math.toIntExact(hiddenShape.count());
        var all = new float[Math.multiplyExact(layout.tiles(), each)];
        try (var hidden = runtime.allocate(DType.F32, hiddenShape)) {
            for (int i = 0; i < layout.tiles(); i++) {
                run(values.tile(i), hidden);
                hidden.read().read(0, all, i * each, each);
            }
        }
        return SeenPicture.of(config, layout, all);
    }

    /// @param tile `[1, 3, height, width]`
    private void run(Tensor tile, DeviceTensor hidden) throws EngineException {
        try (var pixels = runtime.stage(DType.F32, tile.shape())) {
            pixels.fill(tile);
            session()
                    .run(
                            Map.of(VisionTower.PIXEL_VALUES, pixels),
                            Map.of(VisionTower.VISION_HIDDEN, hidden));
        }
    }

    private Session session() throws EngineException {
        var opened = session;
        if (opened == null) {
            var graph = VisionTower.build(checkpoint, BuildOptions.reference(Lowering.FUSED));
            var entry =
                    new CompiledCache(compiled, runtime)
                            .get(List.of(graph), checkpoint.files(), Progress.NONE);
            opened = runtime.open(entry.models().getFirst(), Threads.forSingleRuns());
            session = opened;
        }
        return opened;
    }

    /// Gives the session's memory back; the next picture opens it again.
    void rest() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    @Override
    public void close() {
        rest();
    }
}
