package dev.nunchi.engine.chat;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.List;
import java.util.Map;

/// Pictures as the vision tower sees them, for one or more projectors.
///
/// Confined to one thread at a time; owns nothing.
final class TowerEncoder {
    /// Of hidden states kept: 109 pictures of the default model, 13 of LLaVA 1.5.
    private static final long KEPT_BYTES = 32 << 20;

    private final InferenceRuntime runtime;
    private final Session tower;
    private final PictureProcessor processor;
    private final LlavaConfig config;
    private final RecentTensors kept;

    private TowerEncoder(
            InferenceRuntime runtime, Session tower, Checkpoint checkpoint, Sharing sharing)
            throws UnsupportedModelException {
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
        this.kept = new RecentTensors(sharing == Sharing.SEVERAL_PROJECTORS ? KEPT_BYTES : 0);
    }

    /// Whether what the tower made may be wanted again.
    enum Sharing {
        ONE_PROJECTOR,
        SEVERAL_PROJECTORS
    }

    /// @throws UnsupportedModelException if the checkpoint does not say how it wants its pictures
    static TowerEncoder of(
            InferenceRuntime runtime, Session tower, Checkpoint checkpoint, Sharing sharing)
            throws UnsupportedModelException {
        return new TowerEncoder(runtime, tower, checkpoint, sharing);
    }

    LlavaConfig config() {
        return config;
    }

    InferenceRuntime runtime() {
        return runtime;
    }

    /// The selected hidden state, `[1, rows, Dv]`.
    ///
    /// @return the caller closes it
    DeviceTensor hidden(Picture picture) throws DeviceException {
        long rows = VisionTower.hiddenRows(config);
        var shape = Shape.of(1, rows, config.projector().orElseThrow().inputSize());
        var hidden = runtime.allocate(DType.F32, shape);
        boolean whole = false;
        try {
            var known = kept.find(picture.contentHash());
            if (known.isPresent()) {
                hidden.write(known.get());
            } else {
                run(picture, hidden);
            }
            whole = true;
            return hidden;
        } finally {
            if (!whole) {
                hidden.close();
            }
        }
    }

    private void run(Picture picture, DeviceTensor hidden) throws DeviceException {
        var values = processor.process(picture).tensor();
        try (var pixels = runtime.stage(DType.F32, values.shape())) {
            pixels.fill(values);
            tower.run(
                    Map.of(VisionTower.PIXEL_VALUES, pixels),
                    Map.of(VisionTower.VISION_HIDDEN, hidden));
        }
        if (kept.capacity() > 0) {
            var copy = Tensor.ofFloats(hidden.shape(), hidden.read().toFloats());
            kept.add(picture.contentHash(), copy);
        }
    }
}
