package dev.nunchi.engine.quantize;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.ByteSums;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Runs a vision tower before and after packing over the same pictures and compares its features.
///
/// One tower at a time is in memory, each as it answers. Of a picture in tiles the first, the whole
/// picture made small, stands for all.
///
/// @param pictures one or more files
public record FeatureMeter(InferenceRuntime runtime, List<Path> pictures)
        implements FeatureComparison {
    public FeatureMeter {
        pictures = List.copyOf(pictures);
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("no pictures to compare features of");
        }
    }

    /// @throws EngineException also if a picture cannot be read
    @Override
    public FeatureDamage measure(Checkpoint original, Checkpoint packed, Path scratch)
            throws EngineException {
        var options = options(scratch.resolve("question"));
        var expected = features(original, options, scratch.resolve("original"));
        var found = features(packed, options, scratch.resolve("packed"));
        int width = Math.toIntExact(packed.config().projector().orElseThrow().inputSize());
        var sums = new FeatureSums();
        for (int i = 0; i < expected.size(); i++) {
            sums.add(expected.get(i), found.get(i), width);
        }
        return sums.result();
    }

    /// As the tower will answer.
    private BuildOptions options(Path folder) throws EngineException {
        var answering = BuildOptions.answering();
        try (var question = open(ByteSums.question(), folder)) {
            return ByteSums.areExact(runtime, question) ? answering.perToken() : answering;
        } finally {
            clear(folder);
        }
    }

    private Session open(Graph graph, Path folder) throws EngineException {
        Storage.createFolder(folder);
        OnnxWriter.write(graph, folder);
        return runtime.open(
                folder.resolve(OnnxWriter.MODEL),
                Threads.forSingleRuns(),
                ByteSums.constants(graph));
    }

    private List<float[]> features(Checkpoint checkpoint, BuildOptions options, Path folder)
            throws EngineException {
        var processor =
                new PictureProcessor(
                        checkpoint
                                .pictures()
                                .orElseThrow(() ->
                                        new UnsupportedModelException(
                                                "a vision model without preprocessor_config.json",
                                                List.of())));
        var features = new ArrayList<float[]>();
        var config = checkpoint.config();
        var shape =
                Shape.of(
                        1,
                        VisionTower.hiddenRows(config),
                        config.projector().orElseThrow().inputSize());
        try (var tower = open(VisionTower.build(checkpoint, options), folder)) {
            for (var picture : pictures) {
                var pixels = processor.process(PictureReader.read(picture)).tile(0);
                features.add(run(tower, pixels, shape));
            }
        }
        clear(folder);
        return features;
    }

    private float[] run(Session tower, Tensor values, Shape shape) throws EngineException {
        try (var pixels = runtime.stage(DType.F32, values.shape());
                var hidden = runtime.stage(DType.F32, shape)) {
            pixels.fill(values);
            tower.run(
                    Map.of(VisionTower.PIXEL_VALUES, pixels),
                    Map.of(VisionTower.VISION_HIDDEN, hidden));
            return hidden.host().toFloats();
        }
    }

    private static void clear(Path folder) throws StorageException {
        try {
            Storage.delete(folder);
        } catch (IOException e) {
            throw StorageException.of(folder, "removing a compiled tower", e);
        }
    }
}
