package dev.nunchi.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.testing.LimitedRuntime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class TensorPoolTest {

    private final OrtRuntime runtime = OrtRuntime.cpu();
    private final AtomicInteger allocations = new AtomicInteger();
    private final TensorPool pool =
            new TensorPool(new LimitedRuntime(runtime, _ -> allocations.incrementAndGet() > 0));

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

        assertEquals(1, allocations.get());
        assertEquals(Shape.of(2, 20), other.shape());
    }

    @Test
    void stepsOfShrinkingLengthAllocateOnce() throws DeviceException {
        for (long rows = 1000; rows > 600; rows -= 7) {
            step(rows);
        }

        assertEquals(2, allocations.get());
    }

    @Test
    void lengthThatCameBeforeNeedsNothingNew() throws DeviceException {
        for (long rows : new long[] {100, 1000, 150, 990, 400, 1000, 1010, 100, 1000}) {
            step(rows);
        }

        int before = allocations.get();
        step(1000);
        assertEquals(before, allocations.get());
    }

    @Test
    void muchLargerMemoryIsNotTaken() throws DeviceException {
        pool.give(pool.take(Shape.of(1000, 64)));

        pool.take(Shape.of(3));

        assertEquals(2, allocations.get());
    }

    @Test
    void arrayGivenBackTwiceIsRefused() throws DeviceException {
        var array = pool.take(Shape.of(3));
        pool.give(array);

        assertThrows(IllegalStateException.class, () -> pool.give(array));
    }
}
