package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.quant.BlockEncoder;
import dev.nunchi.engine.quant.RandomBlocks;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.GraphRunner;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class WeightFormTest {
    private static final long SEED = 7;
    private static final Shape SHAPE = Shape.of(6, 512);
    private static final String NAME = "w";

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(names = "Q.*|IQ.*|F.*|BF.*", mode = EnumSource.Mode.MATCH_ANY)
    void assembledWeightEqualsTheDecodedOne(TensorFormat format) throws EngineException {
        try (var arena = Arena.ofConfined()) {
            var tensor = random(format);
            var form = WeightForm.of(tensor, Precision.STORED);

            var assembled = assemble(form, WeightInput.of(NAME, tensor, form), SHAPE, arena);

            assertArrayEquals(tensor.toFloats(), assembled, "seed " + SEED);
        }
    }

    @Test
    void runBringsSomeRowsOnly() throws EngineException {
        try (var arena = Arena.ofConfined()) {
            var tensor = random(TensorFormat.Q4_1);
            var form = WeightForm.of(tensor, Precision.STORED);
            var inputs = WeightInput.ofRows(NAME, tensor, form, 2, 5);

            var assembled = assemble(form, inputs, Shape.of(3, 512), arena);

            var expected = new float[3 * 512];
            for (int r = 0; r < 3; r++) {
                tensor.readRow(2 + r, expected, r * 512);
            }
            assertArrayEquals(expected, assembled, "seed " + SEED);
        }
    }

    @Test
    void packedWeightTakesTheFilesBytes() {
        var tensor = random(TensorFormat.Q4_1);
        var packed = WeightInput.of(NAME, tensor, WeightForm.of(tensor, Precision.STORED));

        long bytes = packed.stream().mapToLong(WeightInput::bytes).sum();
        assertEquals(TensorFormat.Q4_1.bytesFor(SHAPE.count()), bytes);
    }

    private float[] assemble(WeightForm form, List<WeightInput> inputs, Shape shape, Arena arena)
            throws EngineException {
        var given = new HashMap<String, Tensor>();
        for (var input : inputs) {
            var tensor = Tensor.allocate(arena, input.dtype(), input.shape());
            input.fill(tensor);
            given.put(input.name(), tensor);
        }
        try (var runner = new GraphRunner(graph(form), folder)) {
            return runner.run(given, Map.of("y", shape)).get("y");
        }
    }

    private static Graph graph(WeightForm form) {
        var graph = new GraphBuilder("assemble");
        var parts = new ArrayList<Value>();
        for (var part : form.parts()) {
            var type = form.typeOf(part, Dim.of("N"));
            var dims = type.dims().toArray(Dim[]::new);
            parts.add(graph.input(NAME + part.suffix(), type.dtype(), dims));
        }
        graph.output(
                "y", graph.root().mul(form.assemble(graph.root(), parts), graph.root().scalar(1)));
        return graph.build();
    }

    private static StoredTensor random(TensorFormat format) {
        var random = new Random(SEED);
        var values = new float[(int) SHAPE.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        var stored =
                format.isQuantised()
                        ? RandomBlocks.of(format, values.length, random)
                        : BlockEncoder.encode(format, values);
        return StoredTensor.of(NAME, format, SHAPE, stored);
    }
}
