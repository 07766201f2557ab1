package dev.nunchi.engine.chat;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.image.PixelValues;
import dev.nunchi.engine.image.TowerView;
import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Pictures as the vision tower sees them, for one or more projectors.
///
/// Confined to one thread at a time; owns nothing.
final class TowerEncoder {
    /// Of hidden states kept: 109 pictures of the default model, 13 of LLaVA 1.5.
    private static final long KEPT_BYTES = 32 << 20;

    private static final double NANOS_PER_MILLI = 1e6;

    private final InferenceRuntime runtime;
    private final Session tower;
    private final PictureProcessor processor;
    private final LlavaConfig config;
    private final Recent<Tensor> kept;
    private final float[] newline;

    private TowerEncoder(
            InferenceRuntime runtime, Session tower, Checkpoint checkpoint, Sharing sharing)
            throws EngineException {
        this.runtime = runtime;
        this.tower = tower;
        this.config = checkpoint.config();
        this.processor =
                new PictureProcessor(
                        checkpoint
                                .pictures()
                                .orElseThrow(() ->
                                        new UnsupportedModelException(
                                                "a vision model without preprocessor_config.json",
                                                List.of())));
        newline = PictureLayout.newline(checkpoint);
        this.kept =
                new Recent<>(
                        sharing == Sharing.SEVERAL_PROJECTORS ? KEPT_BYTES : 0,
                        tensor -> tensor.dtype().bytesFor(tensor.shape().count()));
    }

    /// Whether what the tower made may be wanted again.
    enum Sharing {
        ONE_PROJECTOR,
        SEVERAL_PROJECTORS
    }

    /// @throws UnsupportedModelException if the checkpoint does not say how it wants its pictures
    /// @throws EngineException if the row that ends lines is missing
    static TowerEncoder of(
            InferenceRuntime runtime, Session tower, Checkpoint checkpoint, Sharing sharing)
            throws EngineException {
        return new TowerEncoder(runtime, tower, checkpoint, sharing);
    }

    LlavaConfig config() {
        return config;
    }

    InferenceRuntime runtime() {
        return runtime;
    }

    /// The row that ends lines of tiled pictures; empty if they are not tiled.
    float[] newline() {
        return newline;
    }

    /// Who hears of the work and may stop it.
    record Watch(Progress progress, CancelToken cancel) {}

    /// What is done with a tile's hidden state, `[1, rows, Dv]`, which is the next tile's later.
    interface TileUser {
        void use(int tile, DeviceTensor hidden) throws DeviceException;
    }

    /// What the tower takes in of a picture.
    PictureLook look(Picture picture, PictureLayout layout) {
        var tiles = processor.look(picture).tiles().subList(0, layout.tiles());
        return new PictureLook(new TowerView(tiles), layout.rows());
    }

    /// Runs the tower over a picture's tiles, one after another.
    ///
    /// @param watch is told of each tile and may stop the work between two
    /// @return milliseconds that the pixel values took; empty if cancelled
    OptionalDouble eachTile(Picture picture, PictureLayout layout, Watch watch, TileUser user)
            throws DeviceException {
        long rows = VisionTower.hiddenRows(config);
        var shape = Shape.of(1, rows, config.projector().orElseThrow().inputSize());
        Optional<PixelValues> values = Optional.empty();
        double prepare = 0;
        try (var hidden = runtime.allocate(DType.F32, shape)) {
            for (int i = 0; i < layout.tiles(); i++) {
                if (watch.cancel().isCancelled()) {
                    return OptionalDouble.empty();
                }
                watch.progress().report(Stage.ENCODING_PICTURE, i, layout.tiles());
                String key = picture.contentHash() + "/" + i;
                var known = kept.find(key);
                if (known.isPresent()) {
                    hidden.write(known.get());
                } else {
                    if (values.isEmpty()) {
                        long start = System.nanoTime();
                        values = Optional.of(processor.process(picture));
                        prepare = (System.nanoTime() - start) / NANOS_PER_MILLI;
                    }
                    run(values.get().tile(i), hidden);
                    keep(key, hidden);
                }
                user.use(i, hidden);
            }
        }
        watch.progress().report(Stage.ENCODING_PICTURE, layout.tiles(), layout.tiles());
        return OptionalDouble.of(prepare);
    }

    /// @param values of one tile
    private void run(Tensor values, DeviceTensor hidden) throws DeviceException {
        try (var pixels = runtime.stage(DType.F32, values.shape())) {
            pixels.fill(values);
            tower.run(
                    Map.of(VisionTower.PIXEL_VALUES, pixels),
                    Map.of(VisionTower.VISION_HIDDEN, hidden));
        }
    }

    private void keep(String key, DeviceTensor hidden) throws DeviceException {
        if (kept.capacity() > 0) {
            kept.add(key, Tensor.ofFloats(hidden.shape(), hidden.read().toFloats()));
        }
    }
}
