package dev.nunchi.app.teach.symbolic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The lists that come with the program.
final class Resources {
    private Resources() {}

    /// The lines of a list without comments and empty ones.
    static List<String> lines(String name) {
        try (InputStream input = Resources.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files cannot be read", e);
        }
    }
}
