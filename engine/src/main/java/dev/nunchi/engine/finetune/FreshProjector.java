package dev.nunchi.engine.finetune;

import dev.nunchi.engine.tensor.Tensor;

import java.util.Arrays;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/// Draws a projector as PyTorch's `nn.Linear` and `nn.LayerNorm` do by default.
///
/// A linear layer's weight and bias are uniform between ±1/√inputs, a norm is the identity.
final class FreshProjector {
    private static final String WEIGHT = ".weight";
    private static final String NORM = ".norm.";

    private FreshProjector() {}

    /// Overwrites a projector.
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
}
