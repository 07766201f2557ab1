package dev.nunchi.engine.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the reference fixtures of `src/conformance` from any module's working directory.
public final class Golden {
    private Golden() {}

    /// The repository's root.
    public static Path repository() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isDirectory(dir.resolve("src/conformance/golden"))) {
                return dir;
            }
        }
        throw new IllegalStateException("no src/conformance/golden above the working directory");
    }

    /// @param name a path below `src/conformance/golden`, e.g. `llava15/model`
    public static Path path(String name) {
        return repository().resolve("src/conformance/golden").resolve(name);
    }
}
