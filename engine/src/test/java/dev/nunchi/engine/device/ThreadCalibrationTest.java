package dev.nunchi.engine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.EngineException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class ThreadCalibrationTest {
    @Test
    void oneCoreIsLeftForTheWindow() throws EngineException {
        assertEquals(3, ThreadCalibration.choose(4, threads -> 1.0 / threads));
    }

    @Test
    void ofTwoCoresNoneIsLeft() throws EngineException {
        assertEquals(2, ThreadCalibration.choose(2, threads -> 1.0 / threads));
        assertEquals(1, ThreadCalibration.choose(1, threads -> 1.0 / threads));
    }

    @Test
    void threadsThatOnlyWaitForMemoryAreSpared() throws EngineException {
        assertEquals(4, ThreadCalibration.choose(16, threads -> 1.0 / Math.min(threads, 4)));
    }

    @Test
    void smallGainIsNotWorthAnotherThread() throws EngineException {
        assertEquals(
                2, ThreadCalibration.choose(16, threads -> threads == 1 ? 2 : 1 + 0.1 / threads));
    }

    @Test
    void noMoreThreadsThanCoresAreTried() throws EngineException {
        var tried = new ArrayList<Integer>();
        ThreadCalibration.choose(
                7,
                threads -> {
                    tried.add(threads);
                    return 1;
                });
        assertEquals(List.of(1, 2, 3, 4, 6), tried);
    }

    @Test
    void thisMachineIsMeasured(@TempDir Path folder) throws EngineException {
        int threads = ThreadCalibration.measure(folder);
        assertTrue(threads >= 1 && threads <= Runtime.getRuntime().availableProcessors());
    }
}
