package dev.nunchi.engine.quantize;

/// Compares distributions over the next token, one position after another.
public final class DamageSums {
    private int positions;
    private int agreeing;
    private double divergence;
    private int targets;
    private double loss;
    private double packedLoss;

    /// A distribution as logits: `values[offset..offset + count)`.
    public record Row(float[] values, int offset, int count) {
        /// `log Σ exp(x)`, from the largest on so that nothing overflows.
        private double logSum() {
            float largest = values[offset + argMax()];
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Math.exp(values[offset + i] - largest);
            }
            return largest + Math.log(sum);
        }

        private int argMax() {
            int best = 0;
            for (int i = 1; i < count; i++) {
                if (values[offset + i] > values[offset + best]) {
                    best = i;
                }
            }
            return best;
        }
    }

    /// `Σ p (log p − log q)` of the original `p` and the packed `q`.
    public void add(Row original, Row packed) {
        double logP = original.logSum();
        double logQ = packed.logSum();
        double sum = 0;
        for (int i = 0; i < original.count(); i++) {
            double p = original.values()[original.offset() + i] - logP;
            double q = packed.values()[packed.offset() + i] - logQ;
            sum += Math.exp(p) * (p - q);
        }
        divergence += sum;
        positions++;
        agreeing += original.argMax() == packed.argMax() ? 1 : 0;
    }

    /// The token that really came next.
    public void addTarget(Row original, Row packed, int target) {
        loss += original.logSum() - original.values()[original.offset() + target];
        packedLoss += packed.logSum() - packed.values()[packed.offset() + target];
        targets++;
    }

    /// Of at least one position and one target.
    public Damage result() {
        return new Damage(
                positions,
                divergence / positions,
                (double) agreeing / positions,
                Math.exp(loss / targets),
                Math.exp(packedLoss / targets));
    }
}
