package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.error.DataException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads a folder of pictures with a text file beside each: `dog.jpg` with `dog.txt` or
/// `dog.jpg.txt`, a caption a line.
record SidecarReader(CaptionRows captions) {
    private static final Set<String> ENDINGS =
            Set.of("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff");
    private static final int MAX_DEPTH = 8;
    private static final int MAX_TEXT_BYTES = 1 << 16;

    /// The pictures below a folder, in the order of their names.
    static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
            return files.filter(file -> ENDINGS.contains(ending(file))).sorted().toList();
        }
    }

    void read(Path folder, List<Path> pictures, DatasetBuilder builder, ReadingWatch watch)
            throws IOException, DataException {
        var finder = new PictureFinder(List.of(folder));
        long row = 0;
        for (var picture : pictures) {
            row++;
            try {
                var text = textOf(picture);
                if (text.isEmpty()) {
                    builder.startFile(picture);
                    throw new RefusedRowException(Reason.NO_TARGETS, stem(picture) + ".txt");
                }
                builder.startFile(text.get());
                add(folder, picture, text.get(), finder, builder);
            } catch (RefusedRowException e) {
                builder.problem(0, e);
            }
            if (!watch.goesOn(row, row)) {
                return;
            }
        }
    }

    private void add(
            Path folder, Path picture, Path text, PictureFinder finder, DatasetBuilder builder)
            throws IOException, RefusedRowException, DataException {
        String name = folder.relativize(picture).toString().replace('\\', '/');
        Path found = finder.find(name);
        if (Files.size(text) > MAX_TEXT_BYTES) {
            throw new RefusedRowException(
                    Reason.ROW_TOO_LARGE, "%,d bytes".formatted(Files.size(text)));
        }
        var lines = JsonRow.decode(Files.readAllBytes(text)).lines().toList();
        if (lines.stream().allMatch(String::isBlank)) {
            throw new RefusedRowException(Reason.EMPTY_TURN, "");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                long line = i + 1L;
                builder.add(line, captions.sample(name + "#" + line, found, lines.get(i)));
            }
        }
    }

    private static Optional<Path> textOf(Path picture) {
        return Stream.of(stem(picture) + ".txt", picture.getFileName() + ".txt")
                .map(picture::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
