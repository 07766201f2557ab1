package dev.nunchi.engine.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    private static final double EXACT = 1e-15;

    private final LearningRate rate = new LearningRate(2, 4, 12);

    @Test
    void rateRisesInEqualStepsToItsPeak() {
        assertEquals(0.5, rate.at(0), EXACT);
        assertEquals(1, rate.at(1), EXACT);
        assertEquals(2, rate.at(3), EXACT);
        assertEquals(2, rate.at(4), EXACT);
    }

    @Test
    void rateIsHalfOfItsPeakHalfWayDown() {
        assertEquals(1, rate.at(8), EXACT);
    }

    @Test
    void rateIsZeroAfterTheLastStep() {
        assertEquals(0, rate.at(12), EXACT);
    }

    @Test
    void rateWithoutWarmupBeginsAtItsPeak() {
        assertEquals(2, LearningRate.of(2, 0, 10).at(0), EXACT);
    }

    @Test
    void warmupIsAShareOfTheSteps() {
        assertEquals(3, LearningRate.of(2, 0.03, 100).warmup());
    }

    @Test
    void longerWarmupThanRunIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LearningRate(1, 11, 10));
    }
}
