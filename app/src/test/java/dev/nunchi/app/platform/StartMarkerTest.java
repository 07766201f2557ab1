package dev.nunchi.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class StartMarkerTest {
    @TempDir private Path state;

    @Test
    void startAfterTwoThatDidNotBecomeUsableIsSafe() {
        assertEquals(StartMode.USUAL, start());
        assertEquals(StartMode.USUAL, start());
        assertEquals(StartMode.SAFE, start());
    }

    @Test
    void startThatBecameUsableEndsTheCount() {
        start();
        new StartMarker(state).usable();
        start();

        assertEquals(StartMode.USUAL, start());
    }

    @Test
    void oneFailedStartIsForgiven() {
        start();

        assertEquals(StartMode.USUAL, start());
        assertEquals(2, new StartMarker(state).failed());
    }

    @Test
    void garbageInTheMarkerCountsAsNothing() throws IOException {
        Files.writeString(state.resolve("starting"), "x\0y");

        assertEquals(StartMode.USUAL, start());
    }

    @Test
    void folderThatIsNotThereStopsNothing() {
        var marker = new StartMarker(state.resolve("gone"));

        assertEquals(StartMode.USUAL, marker.begin());
        marker.usable();
    }

    private StartMode start() {
        return new StartMarker(state).begin();
    }
}
