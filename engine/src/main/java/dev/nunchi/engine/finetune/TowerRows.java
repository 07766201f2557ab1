package dev.nunchi.engine.finetune;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.library.CompiledCache;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Arrays;
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

    /// Of a picture's rows, `[I, Dv]`.
    Shape shape() {
        var config = checkpoint.config();
        return Shape.of(config.imageTokens(), config.projector().orElseThrow().inputSize());
    }

    /// A picture's rows as the projector is given them, `[I, Dv]`.
    Tensor rows(Picture picture) throws EngineException {
        var config = checkpoint.config();
        var pictures = checkpoint.pictures();
        if (pictures.isEmpty()) {
            throw new UnsupportedModelException(
                    "a vision model without preprocessor_config.json", List.of());
        }
        var values = new PictureProcessor(pictures.get()).process(picture).tensor();
        int width = config.projector().orElseThrow().inputSize();
        var hiddenShape = Shape.of(1, VisionTower.hiddenRows(config), width);
        try (var pixels = runtime.stage(DType.F32, values.shape());
                var hidden = runtime.allocate(DType.F32, hiddenShape)) {
            pixels.fill(values);
            session()
                    .run(
                            Map.of(VisionTower.PIXEL_VALUES, pixels),
                            Map.of(VisionTower.VISION_HIDDEN, hidden));
            return select(checkpoint, hidden.read().toFloats());
        }
    }

    /// The rows of a hidden state that the projector is given, `[I, Dv]`: without the class token
    /// where the model drops it.
    ///
    /// @param hidden `[class tokens + I, Dv]`
    static Tensor select(Checkpoint checkpoint, float[] hidden) {
        var config = checkpoint.config();
        int width = config.projector().orElseThrow().inputSize();
        int skipped = config.droppedRows();
        var rows = Arrays.copyOfRange(hidden, skipped * width, hidden.length);
        return Tensor.ofFloats(Shape.of(config.imageTokens(), width), rows);
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

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }
}
