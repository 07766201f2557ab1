package dev.nunchi.app.judge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The published LLaVA-Bench files, which may not be copied into the repository: tests that need
/// them are skipped elsewhere.
final class SharedBench {
    private SharedBench() {}

    static Path path(String name) {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            Path found = dir.resolve("shared/llava-bench").resolve(name);
            if (Files.exists(found)) {
                return found;
            }
        }
        assumeTrue(false, "no shared/llava-bench above the working directory");
        throw new AssertionError("skipped before");
    }
}
