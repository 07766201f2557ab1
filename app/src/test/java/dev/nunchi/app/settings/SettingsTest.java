package dev.nunchi.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.OptionalInt;

class SettingsTest {
    @ParameterizedTest
    @EnumSource(NetworkUse.class)
    void noUseOfTheNetworkIsAllowedUntilItIsChosen(NetworkUse use) {
        var before = Settings.defaults();
        assertFalse(before.allows(use));
        assertTrue(before.allowing(use).allows(use));
        assertEquals(before, before.allowing(use).forbidding(use));
    }

    @Test
    void zoomStepsEndAtTheLargestAndTheSmallest() {
        assertEquals(new Zoom(110), Zoom.USUAL.larger());
        assertEquals(new Zoom(90), Zoom.USUAL.smaller());
        assertEquals(new Zoom(175), new Zoom(175).larger());
        assertEquals(new Zoom(80), new Zoom(80).smaller());
    }

    @Test
    void sizeBetweenTwoStepsGoesToTheNearerEndOfEach() {
        assertEquals(new Zoom(125), new Zoom(117).larger());
        assertEquals(new Zoom(110), new Zoom(117).smaller());
    }

    @Test
    void chosenThreadsComeBeforeMeasuredOnes() {
        var measured = Computing.defaults().withMeasured(new Computing.Measured(8, 4));
        assertEquals(OptionalInt.of(4), measured.threadsOn(8));
        assertEquals(OptionalInt.of(2), measured.withThreads(OptionalInt.of(2)).threadsOn(8));
    }

    @Test
    void measurementOfAnotherMachineDoesNotCount() {
        var measured = Computing.defaults().withMeasured(new Computing.Measured(8, 4));
        assertEquals(OptionalInt.empty(), measured.threadsOn(16));
    }
}
