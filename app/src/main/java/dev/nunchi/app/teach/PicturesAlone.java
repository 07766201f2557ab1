package dev.nunchi.app.teach;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.image.PictureReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Folders of pictures without a word about them.
final class PicturesAlone {
    private static final int MAX_DEPTH = 8;

    private PicturesAlone() {}

    /// The pictures below a folder that holds nothing else to learn from, by name.
    ///
    /// @return empty if there is no picture, or any data file or text beside them
    static Optional<List<Path>> in(Path folder) throws StorageException {
        var pictures = new ArrayList<Path>();
        try (var files = Files.walk(folder, MAX_DEPTH)) {
            for (var file : (Iterable<Path>) files.sorted()::iterator) {
                if (!Files.isRegularFile(file)) {
                    continue;
                }
                if (file.toString().matches("(?i).*\\.(txt|json|jsonl|ndjson|csv|tsv)")) {
                    return Optional.empty();
                }
                if (isPicture(file)) {
                    pictures.add(file);
                }
            }
        } catch (IOException e) {
            throw StorageException.of(folder, "reading", e);
        }
        return pictures.isEmpty() ? Optional.empty() : Optional.of(pictures);
    }

    private static boolean isPicture(Path file) throws IOException {
        return PictureReader.outlook(file) == PictureReader.Outlook.DECODABLE;
    }
}
