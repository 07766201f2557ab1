package dev.nunchi.engine.chat;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.generate.ImageFeatures;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.model.Projector;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Pictures as the language model reads them: preprocessed, through tower and projector.
///
/// Keeps the features of the pictures used last. Confined to one thread at a time; owns nothing.
final class VisionEncoder {
    /// Of features kept: 290 pictures of the default model, 3 of LLaVA 1.5.
    private static final long KEPT_BYTES = 32 << 20;

    private static final float ACCESS_LOAD = 0.75f;

    private final InferenceRuntime runtime;
    private final CompiledSessions.Vision sessions;
    private final PictureProcessor processor;
    private final LlavaConfig config;
    private final Map<String, ImageFeatures> kept = new LinkedHashMap<>(16, ACCESS_LOAD, true);
    private long keptBytes;

    private VisionEncoder(
            InferenceRuntime runtime,
            CompiledSessions.Vision sessions,
            PictureProcessor processor,
            LlavaConfig config) {
        this.runtime = runtime;
        this.sessions = sessions;
        this.processor = processor;
        this.config = config;
    }

    /// @throws UnsupportedModelException if the checkpoint does not say how it wants its pictures
    static VisionEncoder of(
            InferenceRuntime runtime, CompiledSessions.Vision sessions, Checkpoint checkpoint)
            throws UnsupportedModelException {
        var pictures = checkpoint.pictures();
        if (pictures.isEmpty()) {
            throw new UnsupportedModelException(
                    "a vision model without preprocessor_config.json", List.of());
        }
        var processor = new PictureProcessor(pictures.get());
        return new VisionEncoder(runtime, sessions, processor, checkpoint.config());
    }

    /// A picture's features, `[I, D]`: kept ones, or made now.
    ImageFeatures features(Picture picture) throws EngineException {
        var known = kept.get(picture.contentHash());
        if (known != null) {
            return known;
        }
        var made = new ImageFeatures(picture.contentHash(), encode(picture));
        keep(made);
        return made;
    }

    private Tensor encode(Picture picture) throws DeviceException {
        var values = processor.process(picture).tensor();
        long rows = VisionTower.hiddenRows(config);
        var projector = config.projector().orElseThrow();
        var featureShape = Shape.of(config.imageTokens(), config.language().hiddenSize());
        try (var pixels = runtime.stage(DType.F32, values.shape());
                var hidden = runtime.allocate(DType.F32, Shape.of(1, rows, projector.inputSize()));
                var features =
                        runtime.allocate(
                                DType.F32, Shape.of(1, featureShape.dim(0), featureShape.dim(1)))) {
            pixels.fill(values);
            sessions.tower()
                    .run(
                            Map.of(VisionTower.PIXEL_VALUES, pixels),
                            Map.of(VisionTower.VISION_HIDDEN, hidden));
            sessions.projector()
                    .run(
                            Map.of(VisionTower.VISION_HIDDEN, hidden),
                            Map.of(Projector.IMAGE_FEATURES, features));
            return Tensor.ofFloats(featureShape, features.read().toFloats());
        }
    }

    private static long bytes(ImageFeatures features) {
        return features.rows().dtype().bytesFor(features.rows().shape().count());
    }

    private void keep(ImageFeatures features) {
        kept.put(features.contentHash(), features);
        keptBytes += bytes(features);
        Iterator<ImageFeatures> oldest = kept.values().iterator();
        while (keptBytes > KEPT_BYTES && kept.size() > 1) {
            keptBytes -= bytes(oldest.next());
            oldest.remove();
        }
    }
}
