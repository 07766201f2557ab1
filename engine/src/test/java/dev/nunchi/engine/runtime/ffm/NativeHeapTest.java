package dev.nunchi.engine.runtime.ffm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.engine.device.ProcessMemory;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;

class NativeHeapTest {
    private static final int BLOCKS = 4_000;
    private static final int BLOCK_BYTES = 64 << 10;

    /// Nearly all of what was freed: pages that blocks share with others stay.
    private static final long MOST = (long) BLOCKS * BLOCK_BYTES * 3 / 4;

    @Test
    void pagesBelowABlockInUseGoBackToTheSystem() {
        assumeTrue(
                Linker.nativeLinker().defaultLookup().find("malloc_trim").isPresent(),
                "the C library has no malloc_trim");
        try (var inUse = Arena.ofConfined()) {
            try (var freed = Arena.ofConfined()) {
                for (int i = 0; i < BLOCKS; i++) {
                    freed.allocate(BLOCK_BYTES).fill((byte) 1);
                    // Between freed blocks and at their end: glibc gives back the end by itself.
                    inUse.allocate(Long.BYTES);
                }
            }
            long before = ProcessMemory.resident();

            NativeHeap.giveBack();

            long given = before - ProcessMemory.resident();
            assertTrue(given > MOST, () -> "%d MB".formatted(given >> 20));
        }
    }
}
