package dev.nunchi.engine.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class StopStringsTest {
    @Test
    void textWithoutStopPassesAtOnce() {
        var stops = new StopStrings(List.of("END"));
        assertEquals("hello", stops.accept("hello"));
    }

    @Test
    void possibleBeginningIsHeldBack() {
        var stops = new StopStrings(List.of("END"));
        assertEquals("a", stops.accept("aEN"));
        assertEquals("ENx", stops.accept("x"));
    }

    @Test
    void textEndsBeforeStopInPieces() {
        var stops = new StopStrings(List.of("END"));
        assertEquals("one ", stops.accept("one E"));
        assertEquals("", stops.accept("N"));
        assertEquals("", stops.accept("D two"));
        assertTrue(stops.found());
        assertEquals("", stops.accept("more"));
        assertEquals("", stops.flush());
    }

    @Test
    void firstOfSeveralStopsWins() {
        var stops = new StopStrings(List.of("two", "one"));
        assertEquals("zero ", stops.accept("zero one two"));
    }

    @Test
    void heldTextComesWithTheEnd() {
        var stops = new StopStrings(List.of("END"));
        assertEquals("a", stops.accept("aE"));
        assertEquals("E", stops.flush());
    }
}
