package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class TensorPoolTest {
    /// Counts what is allocated.
    private static final class Counting implements InferenceRuntime {
        private final OrtRuntime inner = OrtRuntime.cpu();
        private int allocations;

        @Override
        public String device() {
            return inner.device();
        }

        @Override
        public String version() {
            return inner.version();
        }

        @Override
        public Session open(Path model, Threads threads) throws DeviceException {
            return inner.open(model, threads);
        }

        @Override
        public DeviceTensor allocate(DType dtype, Shape shape) throws DeviceException {
            allocations++;
            return inner.allocate(dtype, shape);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private final Counting runtime = new Counting();
    private final TensorPool pool = new TensorPool(runtime);

    @AfterEach
    void close() {
        pool.close();
        runtime.close();
    }

    /// Two arrays at a time, as a step would.
    private void step(long rows) throws DeviceException {
        pool.tidy();
        var first = pool.take(Shape.of(rows, 16));
        var second = pool.take(Shape.of(rows, 64));
        pool.give(first);
        pool.give(second);
    }

    @Test
    void memoryIsUsedAgainUnderAnotherShape() throws DeviceException {
        pool.give(pool.take(Shape.of(8, 6)));

        var other = pool.take(Shape.of(2, 20));

        assertEquals(1, runtime.allocations);
        assertEquals(Shape.of(2, 20), other.shape());
    }

    @Test
    void stepsOfShrinkingLengthAllocateOnce() throws DeviceException {
        for (long rows = 1000; rows > 600; rows -= 7) {
            step(rows);
        }

        assertEquals(2, runtime.allocations);
    }

    @Test
    void lengthThatCameBeforeNeedsNothingNew() throws DeviceException {
        for (long rows : new long[] {100, 1000, 150, 990, 400, 1000, 1010, 100, 1000}) {
            step(rows);
        }

        int before = runtime.allocations;
        step(1000);
        assertEquals(before, runtime.allocations);
    }

    @Test
    void muchLargerMemoryIsNotTaken() throws DeviceException {
        pool.give(pool.take(Shape.of(1000, 64)));

        pool.take(Shape.of(3));

        assertEquals(2, runtime.allocations);
    }

    @Test
    void arrayGivenBackTwiceIsRefused() throws DeviceException {
        var array = pool.take(Shape.of(3));
        pool.give(array);

        assertThrows(IllegalStateException.class, () -> pool.give(array));
    }
}
