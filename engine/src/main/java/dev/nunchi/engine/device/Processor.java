package dev.nunchi.engine.device;

import com.sun.management.HotSpotDiagnosticMXBean;

import java.lang.management.ManagementFactory;

/// The processor, as far as it matters to how fast a model answers.
///
/// @param instructions the widest vectors that it computes with, e.g. `AVX2`; empty if the virtual
///   machine does not tell
/// @param cores that this process may use
public record Processor(String instructions, int cores) {
    public static Processor ofThisMachine() {
        return new Processor(vectors(), Runtime.getRuntime().availableProcessors());
    }

    /// What HotSpot has found out of the processor itself; ONNX Runtime keeps its findings inside.
    private static String vectors() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "NEON";
            case "amd64", "x86_64" -> vectorsOf(option("UseAVX"));
            default -> "";
        };
    }

    private static String vectorsOf(String useAvx) {
        return switch (useAvx) {
            case "0" -> "SSE";
            case "1" -> "AVX";
            case "2" -> "AVX2";
            case "3" -> "AVX-512";
            default -> "";
        };
    }

    private static String option(String name) {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .getVMOption(name)
                    .getValue();
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
