package dev.nunchi.engine.data;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.TextFileWriter;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.List;

/// Writes captions as JSON lines of `image` and `caption`, the layout that [Datasets] reads back.
public final class CaptionLines {
    private CaptionLines() {}

    /// Whether all pictures lie below a file's folder, so that the file can name them.
    public static boolean canName(Path file, List<Sample> samples) {
        Path folder = folder(file);
        return samples.stream()
                .flatMap(sample -> sample.picture().stream())
                .allMatch(picture -> picture.startsWith(folder));
    }

    /// Writes the captions among samples; the file appears when it is whole and replaces another.
    ///
    /// @param samples with pictures that the file [can name][#canName]
    public static void write(Path file, List<Sample> samples) throws StorageException {
        try (var output = TextFileWriter.create(file)) {
            for (var sample : samples) {
                if (sample.type() == SampleType.CAPTION && sample.picture().isPresent()) {
                    output.write(line(folder(file), sample.picture().get(), sample));
                }
            }
            output.publish();
        }
    }

    private static String line(Path folder, Path picture, Sample sample) {
        var row = JsonMapper.shared().createObjectNode();
        row.put("image", folder.relativize(picture).toString().replace('\\', '/'));
        row.put("caption", sample.firstAnswer());
        return JsonMapper.shared().writeValueAsString(row) + "\n";
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().resolveSibling("").normalize();
    }
}
