package dev.nunchi.engine.library;

import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphText;
import dev.nunchi.engine.quantize.Quantisation;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.storage.Sha256;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/// What the bytes of a compiled model depend on, as short hashes.
final class CacheKey {
    /// Raised whenever the same graph of the same checkpoint is written differently: another
    /// repacking of quantised blocks, another file layout.
    private static final int WRITER_VERSION = 1;

    private static final int HASH_BYTES = 12;
    private static final Path LINUX_PROCESSOR = Path.of("/proc/cpuinfo");

    private CacheKey() {}

    static String of(List<Graph> graphs, List<String> fileHashes) {
        var digest = Sha256.newDigest();
        graphs.forEach(graph -> update(digest, GraphText.of(graph)));
        fileHashes.forEach(hash -> update(digest, hash));
        return shortHex(digest);
    }

    static String ofText(String text) {
        var digest = Sha256.newDigest();
        update(digest, text);
        return shortHex(digest);
    }

    static String environment(InferenceRuntime runtime) {
        var digest = Sha256.newDigest();
        update(digest, Integer.toString(WRITER_VERSION));
        update(digest, Integer.toString(Quantisation.VERSION));
        update(digest, runtime.version());
        update(digest, runtime.device());
        update(digest, processor());
        return environmentPrefix(runtime) + shortHex(digest);
    }

    /// What the environments of a device begin with: `cpu-`.
    static String environmentPrefix(InferenceRuntime runtime) {
        return runtime.device().replace(':', '_') + "-";
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static String shortHex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    /// Kind and instruction sets, as far as the system tells.
    private static String processor() {
        String kind = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        try (var lines = Files.lines(LINUX_PROCESSOR)) {
            return kind
                    + lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                            .findFirst()
                            .orElse("");
        } catch (IOException e) {
            return kind + System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "");
        }
    }
}
