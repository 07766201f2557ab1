package dev.nunchi.engine.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Chooses the next token: repetition penalty, temperature, top-k, top-p, min-p, softmax, draw, in
/// the order of the reference's logits processors.
///
/// Draws come from [SplittableRandom] and powers from [StrictMath], so that a seed gives the same
/// tokens on every machine. A logit that is not a number is never chosen. Confined to one thread.
public final class Sampler {
    /// Below `e^-104` a float32 probability is zero, and so it is in the reference.
    private static final float VANISHING = -104;

    private final SamplingOptions options;
    private final SplittableRandom random;

    public Sampler(SamplingOptions options) {
        this.options = options;
        this.random = new SplittableRandom(options.seed());
    }

    /// Draws a token.
    ///
    /// @param logits `[V]`, not changed
    /// @param history ids before this one, prompt included; ids outside the vocabulary stand for
    ///   pictures and are passed over
    public int sample(float[] logits, int[] history) {
        var scores = penalised(logits, history);
        if (options.temperature() == 0) {
            return argMax(scores);
        }
        var weights = weights(scores);
        double rest = random.nextDouble() * sum(weights);
        int last = 0;
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] > 0) {
                last = id;
                rest -= weights[id];
                if (rest < 0) {
                    return id;
                }
            }
        }
        return last;
    }

    /// The probability of each token, `[V]`; parameters as for [#sample].
    public float[] probabilities(float[] logits, int[] history) {
        var scores = penalised(logits, history);
        var probabilities = new float[scores.length];
        if (options.temperature() == 0) {
            probabilities[argMax(scores)] = 1;
            return probabilities;
        }
        var weights = weights(scores);
        double sum = sum(weights);
        for (int id = 0; id < weights.length; id++) {
            probabilities[id] = (float) (weights[id] / sum);
        }
        return probabilities;
    }

    private float[] penalised(float[] logits, int[] history) {
        if (logits.length == 0) {
            throw new IllegalArgumentException("no logits");
        }
        if (options.repetitionPenalty() == 1) {
            return logits;
        }
        float penalty = (float) options.repetitionPenalty();
        var scores = logits.clone();
        for (int id : history) {
            if (id >= 0 && id < logits.length) {
                // from the untouched logit, so that an id seen twice is penalised once
                scores[id] = logits[id] < 0 ? logits[id] * penalty : logits[id] / penalty;
            }
        }
        return scores;
    }

    private static int argMax(float[] scores) {
        int best = 0;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int id = 0; id < scores.length; id++) {
            if (scores[id] > greatest) {
                best = id;
                greatest = scores[id];
            }
        }
        return best;
    }

    /// `e^((score − greatest) / temperature)` of the tokens that are left, 0 for the others; the
    /// greatest is 1.
    private float[] weights(float[] scores) {
        float kept =
                options.topK() > 0 ? greatest(options.topK(), scores) : Float.NEGATIVE_INFINITY;
        int best = argMax(scores);
        var weights = new float[scores.length];
        float temperature = (float) options.temperature();
        float top = scores[best] / temperature;
        for (int id = 0; id < scores.length; id++) {
            float distance = scores[id] / temperature - top;
            if (scores[id] >= kept && distance > VANISHING) {
                weights[id] = (float) StrictMath.exp(distance);
            }
        }
        // where no logit is a number, or the greatest is infinite, one token must still be left
        weights[best] = 1;
        if (options.topP() < 1) {
            keepNucleus(weights);
        }
        dropBelow((float) options.minP(), weights);
        return weights;
    }

    /// The k-th greatest score, by a heap of the k greatest so far with the least of them on top.
    private static float greatest(int k, float[] scores) {
        if (k >= scores.length) {
            return Float.NEGATIVE_INFINITY;
        }
        var heap = new float[k];
        Arrays.fill(heap, Float.NEGATIVE_INFINITY);
        for (float score : scores) {
            if (score > heap[0]) {
                replaceTop(heap, score);
            }
        }
        return heap[0];
    }

    private static void replaceTop(float[] heap, float score) {
        int at = 0;
        for (int child = 1; child < heap.length; child = 2 * at + 1) {
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= score) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = score;
    }

    /// Leaves the fewest greatest weights whose sum reaches `topP` of the whole.
    private void keepNucleus(float[] weights) {
        double sum = sum(weights);
        // all weights below it sum to less than 1 − topP, so they need not be sorted
        double floor = (1 - options.topP()) * sum / weights.length;
        long[] sorted = sortedDownTo(floor, weights);
        double before = 0;
        int kept = sorted.length;
        while (kept > 0 && before < options.topP() * sum) {
            kept--;
            before += Float.intBitsToFloat((int) (sorted[kept] >>> 32));
        }
        dropBelow((float) floor, weights);
        for (int i = 0; i < kept; i++) {
            weights[~(int) sorted[i]] = 0;
        }
    }

    /// Weights of at least `floor` in the upper halves, ascending; equal ones with the greater id
    /// first. Bits of positive floats are in the order of the floats.
    private static long[] sortedDownTo(double floor, float[] weights) {
        var keys = new long[weights.length];
        int count = 0;
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] >= (float) floor) {
                long bits = Float.floatToRawIntBits(weights[id]);
                keys[count++] = bits << 32 | Integer.toUnsignedLong(~id);
            }
        }
        Arrays.sort(keys, 0, count);
        return Arrays.copyOf(keys, count);
    }

    private static void dropBelow(float floor, float[] weights) {
        for (int id = 0; id < weights.length; id++) {
            if (weights[id] < floor) {
                weights[id] = 0;
            }
        }
    }

    private static double sum(float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }
}
