package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SoftmaxSumTest {
    private static final double TOLERANCE = 1e-6;

    /// Logits of one row over five words, and a head of width 1.
    private static final double[] LOGITS = {1, -2, 90, 88, 3};

    private static final double[] HEAD = {0.5, -1, 2, 3, 0.1};

    private static SoftmaxSum of(int... piecesEnd) {
        var sum = new SoftmaxSum(1, 1);
        int from = 0;
        for (int to : piecesEnd) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int v = from; v < to; v++) {
                greatest = Math.max(greatest, LOGITS[v]);
            }
            double total = 0;
            double weighted = 0;
            for (int v = from; v < to; v++) {
                total += Math.exp(LOGITS[v] - greatest);
                weighted += Math.exp(LOGITS[v] - greatest) * HEAD[v];
            }
            sum.add(
                    new float[] {(float) greatest},
                    new float[] {(float) total},
                    new float[] {(float) weighted});
            from = to;
        }
        return sum;
    }

    @Test
    void piecesGiveWhatTheWholeGives() {
        assertEquals(of(5).logSum(0), of(1, 2, 4, 5).logSum(0), TOLERANCE);
        assertEquals(of(5).expectation(0, 0), of(1, 2, 4, 5).expectation(0, 0), TOLERANCE);
    }

    @Test
    void laterPieceOfSmallLogitsChangesNothing() {
        assertEquals(of(4).logSum(0), of(4, 5).logSum(0), TOLERANCE);
    }

    @Test
    void logarithmOfTheSumIsTheDefinitions() {
        assertEquals(90 + Math.log1p(Math.exp(-2)), of(3, 5).logSum(0), TOLERANCE);
    }
}
