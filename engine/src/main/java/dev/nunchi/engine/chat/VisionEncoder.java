package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.ImageFeatures;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.model.PictureLayout;
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
    ///
    /// @param pictures how many the prompt shows
    ImageFeatures features(Picture picture, int pictures) throws EngineException {
        var layout = PictureLayout.of(tower.config(), picture.width(), picture.height(), pictures);
        String identity = layout.identify(picture.contentHash());
        var known = kept.find(identity);
        if (known.isPresent()) {
            return new ImageFeatures(identity, known.get());
        }
        var made = encode(picture, layout);
        kept.add(identity, made);
        return new ImageFeatures(identity, made);
    }

    private Tensor encode(Picture picture, PictureLayout layout) throws DeviceException {
        var config = tower.config();
        int width = config.language().hiddenSize();
        int tile = config.imageTokens() * width;
        var all = new float[Math.multiplyExact(layout.tiles(), tile)];
        var shape = Shape.of(1, config.imageTokens(), width);
        try (var features = tower.runtime().allocate(DType.F32, shape)) {
            tower.eachTile(
                    picture,
                    layout,
                    (i, hidden) -> {
                        projector.run(
                                Map.of(VisionTower.VISION_HIDDEN, hidden),
                                Map.of(Projector.IMAGE_FEATURES, features));
                        features.read().read(0, all, i * tile, tile);
                    });
        }
        return Tensor.ofFloats(
                Shape.of(layout.rows(), width), layout.arrange(all, tower.newline()));
    }
}
