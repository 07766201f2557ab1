package dev.nunchi.engine.device;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the system says of memory, in bytes.
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final long KIB = 1024;

    private ProcessMemory() {}

    /// Of this process now; 0 where the system does not tell.
    public static long resident() {
        return read(STATUS, "VmRSS:");
    }

    /// That this process could still take.
    public static long free() {
        long available = read(MACHINE, "MemAvailable:");
        return available > 0
                ? available
                : ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getFreeMemorySize();
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
