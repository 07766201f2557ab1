package dev.nunchi.engine.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;

import dev.nunchi.engine.error.EngineException;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.IntFunction;

/// Reads many damaged files: each must end in a result or in an [EngineException] with a message,
/// soon and in little memory.
public final class Hardness {
    /// What a soak run tries of each reader.
    public static final int SOAK = 10_000;

    /// What every run tries.
    public static final int SHORT = 150;

    private static final long SEED = 20_26;
    private static final long MORE_MEMORY = 64L << 20;
    private static final long LONGEST = Duration.ofSeconds(5).toNanos();

    private final Reader reader;

    /// Reads a file from its bytes, all of it.
    public interface Reader {
        void read(byte[] file) throws Exception;
    }

    public Hardness(Reader reader) {
        this.reader = reader;
    }

    /// Damages the bytes of a binary file.
    public void bytes(byte[] original, int count) throws Exception {
        var mutations = new Mutations(original, SEED);
        check(original, mutations::bytes, count);
    }

    /// Damages a JSON text.
    public void json(byte[] original, int count) throws Exception {
        var mutations = new Mutations(original, SEED);
        check(original, mutations::json, count);
    }

    private void check(byte[] original, IntFunction<byte[]> mutations, int count) throws Exception {
        reader.read(original); // Classes are loaded, the file is whole.
        long before = allocated();
        reader.read(original);
        long allowed = allocated() - before + MORE_MEMORY;
        for (int n = 0; n < count; n++) {
            check(mutations.apply(n), n, allowed);
        }
    }

    private void check(byte[] file, int n, long allowed) {
        String which = "mutation %d of seed %d".formatted(n, SEED);
        long before = allocated();
        long start = System.nanoTime();
        try {
            reader.read(file);
        } catch (EngineException e) {
            assertFalse(String.valueOf(e.getMessage()).isBlank(), which);
        } catch (Exception | Error e) {
            fail(which, e);
        }
        assertTrue(System.nanoTime() - start <= LONGEST, () -> which + " takes too long");
        long taken = allocated() - before;
        assertTrue(taken <= allowed, () -> "%s takes %d bytes".formatted(which, taken));
    }

    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
