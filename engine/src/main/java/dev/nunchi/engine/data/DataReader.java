package dev.nunchi.engine.data;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/// Reads one data file of a known layout.
record DataReader(DataOptions options) {
    private static final Pattern COCO_NAME =
            Pattern.compile("(?:captions|instances)_(.*?)(?:\\.json)?");

    /// A data file and how it is laid out.
    record Source(Path file, DataLayout layout) {}

    void read(Source source, DatasetBuilder builder, ReadingWatch watch) throws EngineException {
        Path file = source.file();
        builder.startFile(file);
        try {
            switch (source.layout()) {
                case LIST -> readRows(file, JsonRows.Layout.LIST, builder, watch);
                case LINES -> readRows(file, JsonRows.Layout.LINES, builder, watch);
                case COCO -> new CocoReader(captions(), pictures(file)).read(file, builder, watch);
                case TABLE -> readTable(file, builder, watch);
            }
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    private void readRows(
            Path file, JsonRows.Layout layout, DatasetBuilder builder, ReadingWatch watch)
            throws IOException, EngineException {
        try (var input = Files.newInputStream(file)) {
            rows(file).read(file, new JsonRows(input, layout), builder, watch);
        }
    }

    /// Reads the rows of a JSON file.
    RowReader rows(Path file) {
        var conversations = new ConversationRows(TypeGuess.ofFile(file));
        return new RowReader(captions(), conversations, pictures(file));
    }

    private void readTable(Path file, DatasetBuilder builder, ReadingWatch watch)
            throws IOException, EngineException {
        var header = TableHeader.parse(DataLayout.head(file)).orElseThrow();
        try (var input = Files.newInputStream(file)) {
            var rows = new TableRows(input, header.separator());
            rows.next();
            new TableReader(captions(), pictures(file)).read(rows, header, builder, watch);
        } catch (RefusedRowException e) {
            builder.problem(1, e);
        }
    }

    private CaptionRows captions() {
        return new CaptionRows(options);
    }

    /// Where LLaVA's and COCO's users have their pictures, seen from the data file.
    PictureFinder pictures(Path file) {
        if (options.pictures().isPresent()) {
            return new PictureFinder(
                    List.of(options.pictures().get().toAbsolutePath().normalize()));
        }
        var folders = new LinkedHashSet<Path>();
        Path own = file.resolveSibling("").normalize();
        folders.add(own);
        folders.add(own.resolve("images"));
        var coco = COCO_NAME.matcher(String.valueOf(file.getFileName()));
        if (coco.matches()) {
            String split = coco.group(1);
            for (Path folder : List.of(own, own.resolveSibling(""))) {
                folders.add(folder.resolve(split).normalize());
                folders.add(folder.resolve("images").resolve(split).normalize());
            }
        }
        return new PictureFinder(new ArrayList<>(folders));
    }
}
