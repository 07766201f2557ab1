package dev.nunchi.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphBuilder;
import dev.nunchi.engine.quant.RandomBlocks;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.GraphRunner;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The product with a matrix as it is stored against the product with the decoded one: what
/// `docs/quantisation.md` says of each format. The matrix is used as a head, so that the damage of
/// rounding inputs to int8 is a distance of distributions.
class NBitsWeightTest {
    private static final long SEED = 11;
    private static final int OUTPUTS = 64;
    private static final int INPUTS = 512;
    private static final int ROWS = 32;

    /// Of logits up to about 10: sums of 512 in another order.
    private static final float FLOAT_TOLERANCE = 2e-5f;

    /// What the issue of int8 activations allows.
    private static final double INT8_DIVERGENCE = 0.005;

    private static final Shape LOGITS = Shape.of(1, ROWS, OUTPUTS);

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(names = "Q.*|IQ.*", mode = EnumSource.Mode.MATCH_ANY)
    void floatActivationsGiveTheDecodedProduct(TensorFormat format) throws EngineException {
        var head = new Head(format);

        var found = head.run(ActivationPrecision.FLOAT32, folder);

        assertArrayEquals(head.expected(), found, FLOAT_TOLERANCE, "seed " + SEED);
    }

    @ParameterizedTest
    @EnumSource(names = "Q.*|IQ.*", mode = EnumSource.Mode.MATCH_ANY)
    void int8ActivationsKeepTheDistribution(TensorFormat format) throws EngineException {
        var head = new Head(format);

        double divergence = divergence(head.expected(), head.run(ActivationPrecision.INT8, folder));

        assertTrue(divergence <= INT8_DIVERGENCE, () -> "%s, seed %d".formatted(divergence, SEED));
    }

    @ParameterizedTest
    @EnumSource(names = "Q.*|IQ.*", mode = EnumSource.Mode.MATCH_ANY)
    void productsOfBytesKeepTheDistribution(TensorFormat format) throws EngineException {
        var head = new Head(format);

        double divergence =
                divergence(head.expected(), head.run(ActivationPrecision.INT8_PER_TOKEN, folder));

        assertTrue(divergence <= INT8_DIVERGENCE, () -> "%s, seed %d".formatted(divergence, SEED));
    }

    /// Random weights, and inputs that give logits of deviation 2.
    private static final class Head {
        private final StoredTensor matrix;
        private final float[] x = new float[ROWS * INPUTS];

        Head(TensorFormat format) {
            var random = new Random(SEED);
            var blocks = RandomBlocks.of(format, OUTPUTS * INPUTS, random);
            matrix = StoredTensor.of("head", format, Shape.of(OUTPUTS, INPUTS), blocks);
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            double square = 0;
            var logits = expected();
            for (float logit : logits) {
                square += (double) logit * logit;
            }
            float scale = (float) (2 / Math.sqrt(square / logits.length));
            for (int i = 0; i < x.length; i++) {
                x[i] *= scale;
            }
        }

        float[] expected() {
            var weights = matrix.toFloats();
            var logits = new float[ROWS * OUTPUTS];
            for (int i = 0; i < logits.length; i++) {
                double sum = 0;
                for (int k = 0; k < INPUTS; k++) {
                    double weight = weights[i % OUTPUTS * INPUTS + k];
                    sum += weight * x[i / OUTPUTS * INPUTS + k];
                }
                logits[i] = (float) sum;
            }
            return logits;
        }

        float[] run(ActivationPrecision activations, Path folder) throws EngineException {
            var input = Tensor.ofFloats(Shape.of(1, ROWS, INPUTS), x);
            try (var runner = new GraphRunner(graph(activations), folder)) {
                return runner.run(Map.of("x", input), Map.of("y", LOGITS)).get("y");
            }
        }

        private Graph graph(ActivationPrecision activations) {
            var graph = new GraphBuilder("head");
            var x = graph.input("x", DType.F32, Dim.of(1), Dim.of("S"), Dim.of(INPUTS));
            var rows = new MatrixRows(List.of(matrix));
            var product = StoredProduct.of(rows, activations).orElseThrow();
            graph.output("y", product.apply(graph.root(), "head", x));
            return graph.build();
        }
    }

    /// Mean Kullback–Leibler divergence of the rows' distributions.
    private static double divergence(float[] expected, float[] found) {
        double sum = 0;
        for (int row = 0; row < ROWS; row++) {
            var p = logProbabilities(expected, row * OUTPUTS);
            var q = logProbabilities(found, row * OUTPUTS);
            for (int i = 0; i < OUTPUTS; i++) {
                sum += Math.exp(p[i]) * (p[i] - q[i]);
            }
        }
        return sum / ROWS;
    }

    private static double[] logProbabilities(float[] logits, int from) {
        double total = 0;
        for (int i = 0; i < OUTPUTS; i++) {
            total += Math.exp(logits[from + i]);
        }
        var log = new double[OUTPUTS];
        for (int i = 0; i < OUTPUTS; i++) {
            log[i] = logits[from + i] - Math.log(total);
        }
        return log;
    }
}
