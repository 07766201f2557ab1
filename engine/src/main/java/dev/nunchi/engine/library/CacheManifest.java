package dev.nunchi.engine.library;

import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The list of an entry's files: a line `SIZE PATH` for each.
final class CacheManifest {
    private static final String FILE = "files.txt";

    private CacheManifest() {}

    /// Whether an entry is there with every file as long as it was written.
    static boolean isWhole(Path entry) {
        var manifest = entry.resolve(FILE);
        if (!Files.isRegularFile(manifest)) {
            return false;
        }
        try {
            return lines(entry).equals(Files.readAllLines(manifest));
        } catch (IOException _) {
            // An entry that cannot be read is as good as none.
            return false;
        }
    }

    static void write(Path entry) throws IOException {
        Storage.flush(Files.write(entry.resolve(FILE), lines(entry)));
    }

    private static List<String> lines(Path entry) throws IOException {
        try (var files = Files.walk(entry)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(entry.resolve(FILE)))
                    .map(file -> file.toFile().length() + " " + entry.relativize(file))
                    .sorted()
                    .toList();
        }
    }
}
