package dev.nunchi.app.diagnostics;

import com.sun.management.OperatingSystemMXBean;

import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.Program;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/// The program, the system and the processor in a few lines.
final class SystemFacts {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /// What native code of ours or of ONNX Runtime asks for.
    private static final Set<String> TELLING =
            Set.of(
                    ("sse4_1 sse4_2 avx avx2 fma f16c avx_vnni avx512f avx512bw avx512vl"
                                    + " avx512_vnni avx512_bf16 amx_tile amx_int8 amx_bf16 asimd"
                                    + " asimddp asimdhp i8mm bf16 sve sve2")
                            .split(" "));

    private SystemFacts() {}

    static String of(AppFolders folders) {
        var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        var facts = new StringJoiner("\n", "", "\n");
        facts.add("Nunchi " + Program.version());
        facts.add("Java " + Runtime.version() + ", " + System.getProperty("java.vm.name"));
        facts.add("JavaFX " + System.getProperty("javafx.version", "not loaded"));
        facts.add(
                "%s %s, %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")));
        facts.add("language " + Locale.getDefault().toLanguageTag());
        facts.add("desktop " + System.getenv().getOrDefault("XDG_CURRENT_DESKTOP", "not named"));
        facts.add("processors " + Runtime.getRuntime().availableProcessors());
        facts.add("memory " + machine.getTotalMemorySize() + " bytes");
        facts.add("free memory " + machine.getFreeMemorySize() + " bytes");
        facts.add("Java heap at most " + Runtime.getRuntime().maxMemory() + " bytes");
        facts.add("free space for data " + freeSpace(folders.data()));
        processor().forEach(facts::add);
        return facts.toString();
    }

    private static String freeSpace(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() + " bytes";
        } catch (IOException e) {
            return "unknown: " + e.getClass().getName();
        }
    }

    private static List<String> processor() {
        if (!Files.isReadable(CPU_INFO)) {
            return List.of();
        }
        try {
            var lines = Files.readAllLines(CPU_INFO);
            String name = value(lines, "model name");
            var features =
                    List.of((value(lines, "flags") + " " + value(lines, "Features")).split(" "))
                            .stream()
                            .filter(TELLING::contains)
                            .sorted()
                            .toList();
            return List.of("processor " + name, "it has " + String.join(" ", features));
        } catch (IOException e) {
            return List.of("processor unknown: " + e.getClass().getName());
        }
    }

    private static String value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
