package dev.nunchi.engine.runtime.ffm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.engine.device.ProcessMemory;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;

class NativeHeapTest {
    private static final int BLOCKS = 2_000;
    private static final int BLOCK_BYTES = 64 << 10;

    /// Pages that a freed block shares with others stay.
    private static final long MOST = (long) BLOCKS * BLOCK_BYTES * 3 / 4;

    @Test
    void pagesBetweenBlocksInUseGoBackToTheSystem() {
        assumeTrue(
                Linker.nativeLinker().defaultLookup().find("malloc_trim").isPresent(),
                "the C library has no malloc_trim");
        try (var inUse = Arena.ofConfined()) {
            try (var freed = Arena.ofConfined()) {
                for (int i = 0; i < BLOCKS; i++) {
                    // In turn, and of one size, so that they lie in turn: glibc gives back the end
                    // of a heap by itself.
                    freed.allocate(BLOCK_BYTES).fill((byte) 1);
                    inUse.allocate(BLOCK_BYTES).fill((byte) 1);
                }
            }
            long before = ProcessMemory.resident();

            NativeHeap.giveBack();

            long given = before - ProcessMemory.resident();
            assertTrue(given > MOST, () -> "%d MB".formatted(given >> 20));
        }
    }
}
