package dev.nunchi.engine.device;

import com.sun.management.OperatingSystemMXBean;

import dev.nunchi.engine.runtime.ffm.NativeHeap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// What the system says of memory, in bytes.
public final class ProcessMemory {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessMemory.class);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path FORGET = Path.of("/proc/self/clear_refs");
    private static final String FORGET_PEAK = "5";
    private static final String PEAK = "VmHWM:";
    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final long KIB = 1024;

    /// More than the window and an open model hold there.
    private static final long LARGE_HEAP = 128L << 20;

    private ProcessMemory() {}

    /// The peak from here on.
    public static Watch watch() {
        try {
            Files.writeString(FORGET, FORGET_PEAK);
        } catch (IOException e) {
            // The peak so far stands: it is told apart if the process grows beyond it.
            LOG.debug("{} cannot be written", FORGET, e);
        }
        return new Watch(resident(), read(STATUS, PEAK));
    }

    /// How large a process becomes.
    ///
    /// @param resident at the beginning
    /// @param first the peak at the beginning
    public record Watch(long resident, long first) {
        /// Of a Java program that has done nothing yet.
        private static final long BARE = 150L << 20;

        /// The peak, without what the process held before beyond the program itself; empty where
        /// the system does not tell.
        public OptionalLong peak() {
            long now = read(STATUS, PEAK);
            return now > first
                    ? OptionalLong.of(now - Math.max(0, resident - BARE))
                    : OptionalLong.empty();
        }

        /// By how much the process has grown at most; empty where the system does not tell.
        public OptionalLong growth() {
            long now = read(STATUS, PEAK);
            return now > 0 ? OptionalLong.of(Math.max(0, now - resident)) : OptionalLong.empty();
        }
    }

    /// Of this process now; 0 where the system does not tell.
    public static long resident() {
        return read(STATUS, "VmRSS:");
    }

    /// That this process could still take.
    public static long free() {
        long available = read(MACHINE, "MemAvailable:");
        return available > 0 ? available : system().getFreeMemorySize();
    }

    /// That the machine has.
    public static long installed() {
        return system().getTotalMemorySize();
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    /// Gives what was freed back to the system: from Java's heap, which compiling a model leaves at
    /// hundreds of megabytes, and from the C library's. Stops all threads for a moment if Java's
    /// heap is large.
    public static void giveBack() {
        if (Runtime.getRuntime().totalMemory() > LARGE_HEAP) {
            System.gc();
        }
        NativeHeap.giveBack();
    }

    /// A line `NAME: 123 kB`.
    private static long read(Path file, String name) {
        if (!Files.isReadable(file)) {
            return 0;
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> KIB * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
