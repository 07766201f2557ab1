package dev.nunchi.app.ui.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.ui.train.LossCurve.Point;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class LossCurveTest {
    /// Rounding of a few dozen additions.
    private static final double ROUNDING = 1e-12;

    private final LossCurve curve = new LossCurve();

    @Test
    void smoothedCurveBeginsAtTheFirstLoss() {
        curve.addStep(1, 4);
        assertEquals(4, curve.smoothed().getFirst().loss(), ROUNDING);
    }

    @Test
    void smoothedCurveOfConstantLossIsConstant() {
        for (int step = 1; step <= 50; step++) {
            curve.addStep(step, 2.5);
        }
        assertEquals(2.5, curve.smoothed().getLast().loss(), ROUNDING);
    }

    @Test
    void smoothedCurveWeighsLaterLossesMore() {
        curve.addStep(1, 4);
        curve.addStep(2, 2);
        double b = LossCurve.SMOOTHING;
        assertEquals((b * 4 + 2) / (b + 1), curve.smoothed().getLast().loss(), ROUNDING);
    }

    @Test
    void runThatGoesOnFromSnapshotReplacesWhatItPassesAgain() {
        curve.addStep(1, 4);
        curve.addStep(2, 3);
        curve.addStep(3, 2);
        curve.addValidation(3, 2.5);
        curve.addStep(2, 3.5);
        assertEquals(List.of(new Point(1, 4), new Point(2, 3.5)), curve.raw());
        assertEquals(List.of(), curve.validation());
    }

    @Test
    void bestIsTheLowestValidation() {
        curve.addValidation(10, 2);
        curve.addValidation(20, 1.5);
        curve.addValidation(30, 1.7);
        assertEquals(Optional.of(new Point(20, 1.5)), curve.best());
    }
}
