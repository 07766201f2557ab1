package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.ImageFeatures;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.model.Projector;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Map;

/// Pictures as the language model reads them: through the tower and one projector.
///
/// Keeps the features of the pictures used last. Confined to one thread at a time; owns nothing.
final class VisionEncoder {
    /// Of features kept: 290 pictures of the default model, 3 of LLaVA 1.5.
    private static final long KEPT_BYTES = 32 << 20;

    private final TowerEncoder tower;
    private final Session projector;
    private final RecentTensors kept = new RecentTensors(KEPT_BYTES);

    VisionEncoder(TowerEncoder tower, Session projector) {
        this.tower = tower;
        this.projector = projector;
    }

    /// A picture's features, `[I, D]`: kept ones, or made now.
    ImageFeatures features(Picture picture) throws EngineException {
        var known = kept.find(picture.contentHash());
        if (known.isPresent()) {
            return new ImageFeatures(picture.contentHash(), known.get());
        }
        var made = encode(picture);
        kept.add(picture.contentHash(), made);
        return new ImageFeatures(picture.contentHash(), made);
    }

    private Tensor encode(Picture picture) throws DeviceException {
        var config = tower.config();
        var shape = Shape.of(1, config.imageTokens(), config.language().hiddenSize());
        try (var hidden = tower.hidden(picture);
                var features = tower.runtime().allocate(DType.F32, shape)) {
            projector.run(
                    Map.of(VisionTower.VISION_HIDDEN, hidden),
                    Map.of(Projector.IMAGE_FEATURES, features));
            return Tensor.ofFloats(
                    Shape.of(shape.dim(1), shape.dim(2)), features.read().toFloats());
        }
    }
}
