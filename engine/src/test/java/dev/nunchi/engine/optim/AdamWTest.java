package dev.nunchi.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

class AdamWTest {
    /// A few units in the last place of numbers around 1: the order of roundings differs.
    private static final float ROUNDING = 5e-7f;

    private static final Map<String, Double> RATES = Map.of("matrix", 1e-2, "vector", 3e-3);

    @Test
    void firstStepMovesEveryEntryByTheLearningRate() throws Exception {
        var parameters = parameters(new float[] {1, 2, 3, 4}, Shape.of(4));
        var optimizer = new AdamW(parameters, AdamW.Options.withDecay(0), AdamWTest::zeros);

        optimizer.step(parameters(new float[] {5, -5, 0.1f, 0}, Shape.of(4)), _ -> 0.1);

        assertArrayEquals(
                new float[] {0.9f, 2.1f, 2.9f, 4}, parameters.get("p").toFloats(), ROUNDING);
    }

    @Test
    void decayShrinksMatricesWithoutTheirGradient() throws Exception {
        var parameters = parameters(new float[] {1, 2, 3, 4}, Shape.of(2, 2));
        var optimizer = new AdamW(parameters, AdamW.Options.withDecay(0.5), AdamWTest::zeros);

        optimizer.step(parameters(new float[4], Shape.of(2, 2)), _ -> 0.1);

        assertArrayEquals(
                new float[] {0.95f, 1.9f, 2.85f, 3.8f}, parameters.get("p").toFloats(), ROUNDING);
    }

    @Test
    void gradientOfAnotherShapeIsRefused() throws Exception {
        var parameters = parameters(new float[4], Shape.of(4));
        var optimizer = new AdamW(parameters, AdamW.Options.withDecay(0), AdamWTest::zeros);

        assertThrows(
                IllegalArgumentException.class,
                () -> optimizer.step(parameters(new float[4], Shape.of(2, 2)), _ -> 0.1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void fiveClippedStepsEndWherePyTorchDoes(int index) throws Exception {
        var run = recorded().get("runs").get(index);
        var parameters = tensors(run.get("before"));
        var options = AdamW.Options.withDecay(run.get("decay").asDouble());
        var optimizer = new AdamW(parameters, options, AdamWTest::zeros);
        var clip = new GradientClip(1);

        for (int i = 0; i < run.get("gradients").size(); i++) {
            var gradients = tensors(run.get("gradients").get(i));
            double norm = run.get("norms").get(i).asDouble();
            assertEquals(norm, clip.clip(gradients), norm * ROUNDING);
            optimizer.step(gradients, RATES::get);
        }

        var after = tensors(run.get("after"));
        parameters.forEach((name, p) ->
                assertArrayEquals(after.get(name).toFloats(), p.toFloats(), ROUNDING, name));
        var moments = optimizer.moments().values().iterator();
        for (var ofParameter : run.get("moments")) {
            for (var expected : ofParameter) {
                assertArrayEquals(floats(expected), moments.next().toFloats(), ROUNDING);
            }
        }
    }

    @Test
    void restoredOptimizerGoesOnAsIfItHadNotStopped() throws Exception {
        var straight = parameters(new float[] {1, 2}, Shape.of(2));
        var one = new AdamW(straight, AdamW.Options.withDecay(0), AdamWTest::zeros);
        one.step(parameters(new float[] {0.5f, -1}, Shape.of(2)), _ -> 0.1);

        var copy = parameters(straight.get("p").toFloats(), Shape.of(2));
        var two = new AdamW(copy, AdamW.Options.withDecay(0), AdamWTest::zeros);
        two.resumeAfter(one.steps());
        var saved = one.moments();
        two.moments().forEach((name, moment) -> moment.write(0, saved.get(name).toFloats(), 0, 2));
        for (var optimizer : new AdamW[] {one, two}) {
            optimizer.step(parameters(new float[] {0.25f, 3}, Shape.of(2)), _ -> 0.1);
        }

        assertArrayEquals(straight.get("p").toFloats(), copy.get("p").toFloats());
    }

    private static JsonNode recorded() {
        var file = Golden.repository().resolve("src/conformance/optim/adamw.json");
        return new JsonMapper().readTree(file.toFile());
    }

    private static SequencedMap<String, Tensor> tensors(JsonNode pair) {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("matrix", Tensor.ofFloats(Shape.of(2, 3), floats(pair.get(0))));
        tensors.put("vector", Tensor.ofFloats(Shape.of(4), floats(pair.get(1))));
        return tensors;
    }

    private static float[] floats(JsonNode array) {
        var values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    private static SequencedMap<String, Tensor> parameters(float[] values, Shape shape) {
        return new LinkedHashMap<>(Map.of("p", Tensor.ofFloats(shape, values)));
    }

    private static Tensor zeros(Shape shape) {
        return Tensor.ofFloats(shape, new float[Math.toIntExact(shape.count())]);
    }
}
