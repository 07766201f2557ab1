package dev.nunchi.engine.runtime.ort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import org.junit.jupiter.api.Test;

class StagedTensorsTest {
    private static final Shape ROW = Shape.of(1, 16);
    private static final Shape TOO_LARGE = Shape.of(1 << 19);

    @Test
    void closedArrayIsUsedAgain() throws DeviceException {
        try (var runtime = OrtRuntime.cpu()) {
            long first = addressOfOneClosed(runtime);

            assertEquals(first, addressOfOneClosed(runtime));
        }
    }

    @Test
    void twoOpenArraysAreNotTheSame() throws DeviceException {
        try (var runtime = OrtRuntime.cpu();
                var a = runtime.stage(DType.F32, ROW);
                var b = runtime.stage(DType.F32, ROW)) {
            assertNotEquals(a.host().data().address(), b.host().data().address());
        }
    }

    @Test
    void closedArrayIsRefusedThoughItsMemoryIsKept() throws DeviceException {
        try (var runtime = OrtRuntime.cpu()) {
            var tensor = runtime.stage(DType.F32, ROW);
            tensor.close();

            assertThrows(IllegalStateException.class, tensor::host);
        }
    }

    @Test
    void largeArrayIsFreed() throws DeviceException {
        try (var runtime = OrtRuntime.cpu()) {
            var tensor = runtime.stage(DType.F32, TOO_LARGE);
            var data = tensor.host().data();

            tensor.close();

            assertFalse(data.scope().isAlive());
        }
    }

    @Test
    void arrayClosedAfterItsRuntimeIsFreed() throws DeviceException {
        var runtime = OrtRuntime.cpu();
        var tensor = runtime.stage(DType.F32, ROW);
        var data = tensor.host().data();
        runtime.close();

        tensor.close();

        assertFalse(data.scope().isAlive());
    }

    private static long addressOfOneClosed(OrtRuntime runtime) throws DeviceException {
        try (var tensor = runtime.stage(DType.F32, ROW)) {
            return tensor.host().data().address();
        }
    }
}
