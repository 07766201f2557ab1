package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Both lowerings of every committed model case against the reference's tensors.
class ModelParityTest {
    /// Suggested in the fixtures' README for float32.
    private static final float FEATURE_TOLERANCE = 2e-4f;

    private static final float LOGIT_TOLERANCE = 5e-4f;

    @TempDir Path folder;

    static Stream<Arguments> models() {
        return Stream.of("llava15", "llava_smollm", "text_only_llama")
                .flatMap(name ->
                        Stream.of(Lowering.values()).map(lowering -> Arguments.of(name, lowering)));
    }

    static Stream<Arguments> seeingModels() {
        return models().filter(a -> !a.get()[0].equals("text_only_llama"));
    }

    @ParameterizedTest
    @MethodSource("seeingModels")
    void towerAndProjectorGiveReferenceFeatures(String name, Lowering lowering)
            throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path(name + "/model"));
                var expected = expected(name)) {
            var options = BuildOptions.reference(lowering);
            var pixels = tensor(expected, "image.0.pixel_values");
            var hiddenShape = expected.tensors().get("image.0.vision_hidden").shape();
            var features = expected.tensors().get("image.0.image_features").shape();

            var hidden =
                    run(
                            VisionTower.build(checkpoint, options),
                            Map.of(VisionTower.PIXEL_VALUES, pixels),
                            VisionTower.VISION_HIDDEN,
                            hiddenShape);
            assertClose(expected, "image.0.vision_hidden", hidden, FEATURE_TOLERANCE);

            var projected =
                    run(
                            Projector.build(checkpoint, options),
                            Map.of(VisionTower.VISION_HIDDEN, Tensor.ofFloats(hiddenShape, hidden)),
                            Projector.IMAGE_FEATURES,
                            Shape.of(1, features.dim(0), features.dim(1)));
            assertClose(expected, "image.0.image_features", projected, FEATURE_TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void decoderGivesReferenceLogits(String name, Lowering lowering) throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path(name + "/model"));
                var expected = expected(name)) {
            var ids = tensor(expected, "prompt.text_only.input_ids").toLongs();
            var inputs = decoderInputs(checkpoint, ids, lowering);
            var graph = LanguageModel.build(checkpoint, BuildOptions.reference(lowering));
            int vocabSize = checkpoint.config().language().vocabSize();
            var shape = Shape.of(1, ids.length, vocabSize);
            var logits = run(graph, inputs, DecoderNames.LOGITS, shape);
            assertClose(expected, "prompt.text_only.logits", logits, LOGIT_TOLERANCE);
        }
    }

    private static Map<String, Tensor> decoderInputs(
            Checkpoint checkpoint, long[] ids, Lowering lowering) throws EngineException {
        var config = checkpoint.config().language();
        int count = ids.length;
        var embedding = new TokenEmbedding(checkpoint);
        var rows = new float[count * embedding.hiddenSize()];
        var intIds = new int[count];
        var positions = new long[count];
        var bias = new float[count * count];
        for (int i = 0; i < count; i++) {
            intIds[i] = (int) ids[i];
            positions[i] = i;
            for (int j = i + 1; j < count; j++) {
                bias[i * count + j] = -1e30f;
            }
        }
        embedding.lookup(intIds, rows);
        var inputs = new HashMap<String, Tensor>();
        inputs.put(
                DecoderNames.INPUTS_EMBEDS,
                Tensor.ofFloats(Shape.of(1, count, embedding.hiddenSize()), rows));
        inputs.put(DecoderNames.LOGIT_POSITIONS, Tensor.ofLongs(Shape.of(count), positions));
        if (LanguageModel.takesPositions(config, lowering)) {
            inputs.put(DecoderNames.POSITION_IDS, Tensor.ofLongs(Shape.of(1, count), positions));
        }
        int cached =
                switch (lowering) {
                    case PLAIN -> {
                        inputs.put(
                                DecoderNames.ATTENTION_BIAS,
                                Tensor.ofFloats(Shape.of(1, 1, count, count), bias));
                        yield 0;
                    }
                    case FUSED -> {
                        inputs.put(DecoderNames.SEQLENS_K, scalar(count - 1));
                        inputs.put(DecoderNames.TOTAL_SEQUENCE_LENGTH, scalar(count));
                        yield count;
                    }
                };
        var cache = Shape.of(1, config.numKvHeads(), cached, config.headDim());
        for (int i = 0; i < config.numLayers(); i++) {
            var empty = Tensor.ofFloats(cache, new float[(int) cache.count()]);
            inputs.put(DecoderNames.pastKey(i), empty);
            inputs.put(DecoderNames.pastValue(i), empty);
        }
        return inputs;
    }

    private static Tensor scalar(int value) {
        return Tensor.ofInts(Shape.of(1), new int[] {value});
    }

    private float[] run(Graph graph, Map<String, Tensor> inputs, String output, Shape shape)
            throws EngineException {
        OnnxWriter.write(graph, folder);
        try (var runtime = OrtRuntime.cpu();
                var session =
                        runtime.open(folder.resolve(OnnxWriter.MODEL), Threads.forSingleRuns());
                var result = runtime.allocate(DType.F32, shape)) {
            var bound = new HashMap<String, DeviceTensor>();
            for (var input : inputs.entrySet()) {
                var tensor = input.getValue();
                var copy = runtime.allocate(tensor.dtype(), tensor.shape());
                MemorySegment.copy(
                        tensor.data(), 0, copy.host().data(), 0, tensor.data().byteSize());
                bound.put(input.getKey(), copy);
            }
            session.run(bound, Map.of(output, result));
            bound.values().forEach(DeviceTensor::close);
            return result.host().toFloats();
        }
    }

    private static SafetensorsFile expected(String name) throws EngineException {
        return SafetensorsFile.open(Golden.path(name + "/expected/expected.safetensors"));
    }

    private static Tensor tensor(SafetensorsFile file, String name) {
        return file.tensors().get(name).view();
    }

    private static void assertClose(
            SafetensorsFile file, String name, float[] actual, float tolerance) {
        StoredTensor stored = file.tensors().get(name);
        var expected = stored.toFloats();
        assertEquals(expected.length, actual.length, name);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance, name + "[" + i + "]");
        }
    }
}
