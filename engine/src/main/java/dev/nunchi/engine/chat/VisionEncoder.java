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
import java.util.Optional;
import java.util.OptionalDouble;

/// Pictures as the language model reads them: through the tower and one projector.
///
/// Keeps the features of the pictures used last. Confined to one thread at a time; owns nothing.
final class VisionEncoder {
    /// Of features kept: 290 pictures of the default model, 3 of LLaVA 1.5.
    private static final long KEPT_BYTES = 32 << 20;

    private static final double NANOS_PER_MILLI = 1e6;

    private final TowerEncoder tower;
    private final Session projector;
    private final Recent<EncodedPicture> kept = new Recent<>(KEPT_BYTES, EncodedPicture::bytes);

    VisionEncoder(TowerEncoder tower, Session projector) {
        this.tower = tower;
        this.projector = projector;
    }

    /// A picture's features: kept ones, or made now.
    ///
    /// @param features what the prompt takes
    /// @param reused whether they were kept
    record Looked(ImageFeatures features, EncodedPicture cost, boolean reused) {}

    /// How a picture becomes tokens.
    ///
    /// @param pictures how many the prompt shows
    PictureLayout layout(Picture picture, int pictures) {
        return PictureLayout.of(tower.config(), picture.width(), picture.height(), pictures);
    }

    /// What the model takes in of a picture; runs nothing.
    ///
    /// @param pictures how many the prompt shows
    PictureLook look(Picture picture, int pictures) {
        return tower.look(picture, layout(picture, pictures));
    }

    /// A picture's features, `[I, D]`: kept ones, or made now.
    ///
    /// @param pictures how many the prompt shows
    /// @return empty if cancelled
    Optional<Looked> features(Picture picture, int pictures, TowerEncoder.Watch watch)
            throws EngineException {
        var layout = layout(picture, pictures);
        String identity = layout.identify(picture.contentHash());
        var known = kept.find(identity);
        if (known.isPresent()) {
            return Optional.of(looked(identity, known.get(), true));
        }
        var made = encode(picture, layout, watch);
        made.ifPresent(encoded -> kept.add(identity, encoded));
        return made.map(encoded -> looked(identity, encoded, false));
    }

    private static Looked looked(String identity, EncodedPicture encoded, boolean reused) {
        return new Looked(new ImageFeatures(identity, encoded.rows()), encoded, reused);
    }

    private Optional<EncodedPicture> encode(
            Picture picture, PictureLayout layout, TowerEncoder.Watch watch)
            throws DeviceException {
        long start = System.nanoTime();
        var config = tower.config();
        int width = config.language().hiddenSize();
        int tile = config.imageTokens() * width;
        var all = new float[Math.multiplyExact(layout.tiles(), tile)];
        var shape = Shape.of(1, config.imageTokens(), width);
        OptionalDouble prepare;
        try (var features = tower.runtime().allocate(DType.F32, shape)) {
            prepare =
                    tower.eachTile(
                            picture,
                            layout,
                            watch,
                            (i, hidden) -> {
                                projector.run(
                                        Map.of(VisionTower.VISION_HIDDEN, hidden),
                                        Map.of(Projector.IMAGE_FEATURES, features));
                                features.read().read(0, all, i * tile, tile);
                            });
        }
        if (prepare.isEmpty()) {
            return Optional.empty();
        }
        var rows =
                Tensor.ofFloats(
                        Shape.of(layout.rows(), width), layout.arrange(all, tower.newline()));
        double total = (System.nanoTime() - start) / NANOS_PER_MILLI;
        double preparing = prepare.getAsDouble();
        return Optional.of(new EncodedPicture(rows, preparing, total - preparing));
    }
}
