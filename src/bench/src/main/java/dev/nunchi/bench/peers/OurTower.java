package dev.nunchi.bench.peers;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.Projector;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Map;
import java.util.Random;

/// The engine's tower and projector on a picture of random pixel values.
final class OurTower implements Contender {
    private final Session tower;
    private final Session projector;
    private final DeviceTensor pixels;
    private final DeviceTensor hidden;
    private final DeviceTensor features;

    /// @param model outlives this
    OurTower(Compiled model) throws EngineException {
        var checkpoint = model.checkpoint();
        var config = checkpoint.config();
        var threads = Threads.forSingleRuns();
        tower = model.load(VisionTower.build(checkpoint, model.manyRows()), threads);
        projector = model.load(Projector.build(checkpoint, Compiled.OPTIONS), threads);
        int side = config.vision().orElseThrow().imageSize();
        int rows = VisionTower.hiddenRows(config);
        int width = config.projector().orElseThrow().inputSize();
        pixels = model.runtime().allocate(DType.F32, Shape.of(1, 3, side, side));
        pixels.fill(noise(pixels.shape()));
        hidden = model.runtime().allocate(DType.F32, Shape.of(1, rows, width));
        var read = Shape.of(1, config.imageTokens(), config.language().hiddenSize());
        features = model.runtime().allocate(DType.F32, read);
    }

    private static Tensor noise(Shape shape) {
        var random = new Random(1);
        var values = new float[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(shape, values);
    }

    @Override
    public String name() {
        return "Nunchi";
    }

    @Override
    public double measure(Work work) throws EngineException {
        run();
        long start = System.nanoTime();
        run();
        return (System.nanoTime() - start) / 1e6;
    }

    private void run() throws DeviceException {
        tower.run(
                Map.of(VisionTower.PIXEL_VALUES, pixels),
                Map.of(VisionTower.VISION_HIDDEN, hidden));
        projector.run(
                Map.of(VisionTower.VISION_HIDDEN, hidden),
                Map.of(Projector.IMAGE_FEATURES, features));
    }

    @Override
    public void close() {
        features.close();
        hidden.close();
        pixels.close();
        projector.close();
        tower.close();
    }
}
