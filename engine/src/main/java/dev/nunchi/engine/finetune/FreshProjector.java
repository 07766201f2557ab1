package dev.nunchi.engine.finetune;

import dev.nunchi.engine.tensor.Tensor;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/// Draws a projector as PyTorch's `nn.Linear` and `nn.LayerNorm` do by default, and scales its last
/// layer so that picture rows begin as large as word embeddings.
///
/// A linear layer's weight and bias are uniform between ±1/√inputs, a norm is the identity. Rows
/// that come out so are several times as large as embeddings; training would first have to make
/// them smaller.
final class FreshProjector {
    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";
    private static final String NORM = ".norm.";
    private static final String LINEAR = Learner.PROJECTOR + "linear_";

    /// Enough for a standard deviation.
    private static final int ROWS = 8;

    private FreshProjector() {}

    /// Overwrites a projector with what PyTorch would draw.
    ///
    /// @param projector its parameters by canonical name
    static void draw(SequencedMap<String, Tensor> projector, long seed) {
        var random = new SplittableRandom(seed);
        projector.forEach((name, tensor) -> {
            var values = new float[Math.toIntExact(tensor.shape().count())];
            if (name.contains(NORM)) {
                Arrays.fill(values, name.endsWith(WEIGHT) ? 1 : 0);
            } else {
                double bound = 1 / Math.sqrt(inputs(name, projector));
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextDouble(-bound, bound);
                }
            }
            tensor.write(0, values, 0, values.length);
        });
    }

    /// A bias has its weight's bound.
    private static long inputs(String name, Map<String, Tensor> projector) {
        String module = name.substring(0, name.lastIndexOf('.'));
        var weight = projector.get(module + WEIGHT);
        if (weight == null) {
            throw new IllegalArgumentException("no weight beside " + name);
        }
        return weight.shape().dim(-1);
    }

    /// Scales the last layer of a projector that was drawn.
    ///
    /// @param projector as [#draw] has left it
    /// @param picture a picture's features, `[I, Dv]` float32
    /// @param deviation the standard deviation that rows are to have, that of word embeddings
    static void scale(SequencedMap<String, Tensor> projector, Tensor picture, double deviation) {
        int last = 1;
        while (projector.containsKey(LINEAR + (last + 1) + WEIGHT)) {
            last++;
        }
        boolean normed = projector.keySet().stream().anyMatch(name -> name.contains(NORM));
        int rows = (int) Math.min(ROWS, picture.shape().dim(0));
        int width = Math.toIntExact(picture.shape().dim(1));
        var outputs = new float[rows][width];
        for (int r = 0; r < rows; r++) {
            long index = r * picture.shape().dim(0) / rows;
            picture.read(index * width, outputs[r], 0, width);
            if (normed) {
                normalise(outputs[r]);
            }
        }
        for (int n = 1; n <= last; n++) {
            if (n > 1) {
                Arrays.stream(outputs).forEach(FreshProjector::gelu);
            }
            outputs = linear(projector, LINEAR + n, outputs);
        }
        double found = deviation(outputs);
        if (found > 0) {
            multiply(projector, LINEAR + last + WEIGHT, deviation / found);
            multiply(projector, LINEAR + last + BIAS, deviation / found);
        }
    }

    /// The standard deviation of all elements.
    static double deviation(float[]... rows) {
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (var row : rows) {
            for (float value : row) {
                sum += value;
                squares += (double) value * value;
            }
            count += row.length;
        }
        double mean = sum / count;
        return Math.sqrt(Math.max(0, squares / count - mean * mean));
    }

    private static void normalise(float[] row) {
        double mean = 0;
        for (float value : row) {
            mean += value;
        }
        mean /= row.length;
        double deviation = deviation(row);
        for (int i = 0; i < row.length; i++) {
            row[i] = deviation == 0 ? 0 : (float) ((row[i] - mean) / deviation);
        }
    }

    /// Whatever the activation is, it is near enough to this one for a size.
    private static void gelu(float[] row) {
        for (int i = 0; i < row.length; i++) {
            double x = row[i];
            double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
            row[i] = (float) (x / 2 * (1 + Math.tanh(inner)));
        }
    }

    private static float[][] linear(Map<String, Tensor> projector, String layer, float[][] inputs) {
        var weight = find(projector, layer + WEIGHT).orElseThrow();
        var bias = find(projector, layer + BIAS).map(Tensor::toFloats);
        int outputs = Math.toIntExact(weight.shape().dim(0));
        var results = new float[inputs.length][outputs];
        var row = new float[Math.toIntExact(weight.shape().dim(1))];
        for (int o = 0; o < outputs; o++) {
            weight.read((long) o * row.length, row, 0, row.length);
            for (int r = 0; r < inputs.length; r++) {
                float sum = bias.isPresent() ? bias.get()[o] : 0;
                for (int i = 0; i < row.length; i++) {
                    sum += row[i] * inputs[r][i];
                }
                results[r][o] = sum;
            }
        }
        return results;
    }

    private static void multiply(Map<String, Tensor> projector, String name, double factor) {
        find(projector, name)
                .ifPresent(tensor -> {
                    var values = tensor.toFloats();
                    for (int i = 0; i < values.length; i++) {
                        values[i] *= (float) factor;
                    }
                    tensor.write(0, values, 0, values.length);
                });
    }

    private static Optional<Tensor> find(Map<String, Tensor> projector, String name) {
        return Optional.ofNullable(projector.get(name));
    }
}
