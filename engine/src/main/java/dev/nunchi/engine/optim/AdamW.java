package dev.nunchi.engine.optim;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/// Adam with decoupled weight decay, with PyTorch's rounding. Source: Loshchilov, Hutter,
/// [Decoupled Weight Decay Regularization](https://arxiv.org/abs/1711.05101), algorithm 2.
///
/// ```
/// p ← p·(1 − η·λ)
/// m ← m + (1 − β₁)·(g − m)          v ← β₂·v + (1 − β₂)·g²
/// p ← p − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
/// ```
///
/// Changes the parameters in place. Confined to one thread.
public final class AdamW {
    private static final String FIRST_MOMENT = ".exp_avg";
    private static final String SECOND_MOMENT = ".exp_avg_sq";

    private final Options options;
    private final SequencedMap<String, Slot> slots = new LinkedHashMap<>();
    private final Pieces pieces = new Pieces(4);
    private long steps;

    /// @param weightDecay `λ`, of matrices; vectors (biases, norms) have none
    public record Options(double beta1, double beta2, double epsilon, double weightDecay) {
        public Options {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException("betas " + beta1 + ", " + beta2);
            }
            if (!(epsilon > 0) || !(weightDecay >= 0)) {
                throw new IllegalArgumentException("ε " + epsilon + ", λ " + weightDecay);
            }
        }

        /// PyTorch's values.
        public static Options withDecay(double weightDecay) {
            return new Options(0.9, 0.999, 1e-8, weightDecay);
        }
    }

    /// A parameter and its moments.
    private record Slot(Tensor parameter, Tensor mean, Tensor square) {
        boolean decays() {
            return parameter.shape().rank() > 1;
        }
    }

    /// @param parameters float32, by name; changed in place by [#step]
    /// @param memory of the moments
    /// @throws EngineException if the memory is not there
    public AdamW(SequencedMap<String, Tensor> parameters, Options options, ArraySource memory)
            throws EngineException {
        this.options = options;
        for (var parameter : parameters.entrySet()) {
            var shape = parameter.getValue().shape();
            slots.put(
                    parameter.getKey(),
                    new Slot(parameter.getValue(), memory.zeros(shape), memory.zeros(shape)));
        }
    }

    /// Changes all parameters once.
    ///
    /// @param gradients of every parameter, by its name
    /// @param rates the learning rate `η` of a parameter, by its name
    public void step(Map<String, Tensor> gradients, ToDoubleFunction<String> rates) {
        steps++;
        slots.forEach((name, slot) -> {
            var gradient = gradients.get(name);
            if (gradient == null || !gradient.shape().equals(slot.parameter().shape())) {
                throw new IllegalArgumentException("no gradient of its shape for " + name);
            }
            update(slot, gradient, rates.applyAsDouble(name));
        });
    }

    private void update(Slot slot, Tensor gradient, double rate) {
        float keep = (float) (1 - rate * (slot.decays() ? options.weightDecay() : 0));
        float meanShare = (float) (1 - options.beta1());
        float squareKeep = (float) options.beta2();
        float squareShare = (float) (1 - options.beta2());
        float stepSize = (float) (rate / (1 - Math.pow(options.beta1(), steps)));
        float root = (float) Math.sqrt(1 - Math.pow(options.beta2(), steps));
        float epsilon = (float) options.epsilon();
        pieces.change(
                new Tensor[] {slot.parameter(), slot.mean(), slot.square(), gradient},
                3,
                (values, count) -> {
                    float[] p = values[0];
                    float[] m = values[1];
                    float[] v = values[2];
                    float[] g = values[3];
                    for (int i = 0; i < count; i++) {
                        m[i] += meanShare * (g[i] - m[i]);
                        v[i] = squareKeep * v[i] + squareShare * g[i] * g[i];
                        float size = (float) Math.sqrt(v[i]) / root + epsilon;
                        p[i] = p[i] * keep - stepSize * m[i] / size;
                    }
                });
    }

    /// How often [#step] was called, with those before a restart: `t`.
    public long steps() {
        return steps;
    }

    /// Goes on as after `count` steps; the moments are restored through [#moments].
    public void resumeAfter(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("steps " + count);
        }
        steps = count;
    }

    /// The moments as PyTorch names them, `NAME.exp_avg` and `NAME.exp_avg_sq`: the live arrays, to
    /// be kept and restored.
    public SequencedMap<String, Tensor> moments() {
        var moments = new LinkedHashMap<String, Tensor>();
        slots.forEach((name, slot) -> {
            moments.put(name + FIRST_MOMENT, slot.mean());
            moments.put(name + SECOND_MOMENT, slot.square());
        });
        return Collections.unmodifiableSequencedMap(moments);
    }
}
