package dev.nunchi.app.ui.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;

class TicksTest {
    @Test
    void valuesAreRoundAndEncloseTheData() {
        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), Ticks.around(1.2, 3.9, 5).values());
    }

    @Test
    void equalDataStillHaveTwoValues() {
        var ticks = Ticks.around(2, 2, 5);
        assertEquals(true, ticks.last() > ticks.first());
    }

    @Test
    void smallStepsShowTheirDigits() {
        assertEquals(2, Ticks.around(1.21, 1.29, 5).fractionDigits());
        assertEquals(0, Ticks.around(0, 400, 6).fractionDigits());
    }
}
