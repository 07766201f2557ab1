package dev.nunchi.engine.optim;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Loss and gradients of several batches as if they had been one: every target weighs the same,
/// however the samples were cut into batches.
///
/// Keeps the running mean `m ← m + (x − m)·t/T`, so that one batch alone is not rounded. Confined
/// to one thread.
public final class GradientSum {
    private final SequencedMap<String, Tensor> means = new LinkedHashMap<>();
    private final Pieces pieces = new Pieces(2);
    private double loss;
    private long targets;

    /// @param parameters whose gradients are summed, by name
    /// @param memory of the sums
    /// @throws EngineException if the memory is not there
    public GradientSum(Map<String, Tensor> parameters, ArraySource memory) throws EngineException {
        for (var parameter : parameters.entrySet()) {
            means.put(parameter.getKey(), memory.zeros(parameter.getValue().shape()));
        }
    }

    /// Adds a batch.
    ///
    /// @param batchLoss mean over the batch's targets
    /// @param batchTargets how many there are, at least 1
    /// @param gradients of the mean, by parameter
    public void add(double batchLoss, int batchTargets, Map<String, Tensor> gradients) {
        if (batchTargets < 1) {
            throw new IllegalArgumentException("targets " + batchTargets);
        }
        targets += batchTargets;
        double share = (double) batchTargets / targets;
        loss += (batchLoss - loss) * share;
        means.forEach((name, mean) -> {
            var gradient = gradients.get(name);
            if (gradient == null || !gradient.shape().equals(mean.shape())) {
                throw new IllegalArgumentException("no gradient of its shape for " + name);
            }
            add(mean, gradient, (float) share);
        });
    }

    /// @param share 1 for the first batch, after which nothing is left of what was there
    private void add(Tensor mean, Tensor gradient, float share) {
        pieces.change(
                new Tensor[] {mean, gradient},
                1,
                (values, count) -> {
                    for (int i = 0; i < count; i++) {
                        float old = share == 1 ? 0 : values[0][i];
                        values[0][i] = old + (values[1][i] - old) * share;
                    }
                });
    }

    /// Mean over all targets since [#clear].
    public double loss() {
        return loss;
    }

    /// How many targets there were.
    public long targets() {
        return targets;
    }

    /// Gradients of [#loss], by parameter: the live arrays, valid until the next change.
    public SequencedMap<String, Tensor> gradients() {
        return Collections.unmodifiableSequencedMap(means);
    }

    /// Begins a new sum.
    public void clear() {
        loss = 0;
        targets = 0;
    }
}
