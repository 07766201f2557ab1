package dev.nunchi.engine.data;

import dev.nunchi.engine.data.DataReader.Source;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens what people have to learn from, and checks all of it.
///
/// A file is told by what is in it: LLaVA's JSON list, JSON lines, ShareGPT's descendants, a table
/// of captions, COCO's captions; `docs/training-data.md` shows each. A folder is all the data files
/// directly in it or, if there are none, its pictures with a text file beside each.
///
/// Memory: the samples, about 500 bytes and their text each; files are streamed.
public final class Datasets {
    private Datasets() {}

    /// Reads with [DataOptions#defaults].
    public static Dataset read(Path fileOrFolder, Progress progress, CancelToken cancel)
            throws EngineException {
        return read(fileOrFolder, DataOptions.defaults(), progress, cancel);
    }

    /// Reads and checks all rows.
    ///
    /// @return when cancelled, of the rows so far
    /// @throws EngineException if a file cannot be read, is of no known layout or does not fit into
    ///   memory; a row that is wrong is a [RowProblem]
    public static Dataset read(
            Path fileOrFolder, DataOptions options, Progress progress, CancelToken cancel)
            throws EngineException {
        Path path = fileOrFolder.toAbsolutePath().normalize();
        var builder = DatasetBuilder.forThisHeap();
        try {
            var sources = sources(path);
            var watch = new ReadingWatch(progress, cancel, 0, bytes(sources));
            if (sources.isEmpty()) {
                readPictures(path, options, builder, watch);
            }
            var reader = new DataReader(options);
            for (var source : sources) {
                reader.read(source, builder, watch);
                watch = watch.after(Files.size(source.file()));
            }
        } catch (IOException e) {
            throw StorageException.of(path, "reading", e);
        }
        return builder.build();
    }

    private static List<Source> sources(Path path) throws IOException, EngineException {
        if (!Files.isDirectory(path)) {
            return List.of(source(path).orElseThrow(() -> unknown(path)));
        }
        List<Path> files;
        try (var children = Files.list(path)) {
            files = children.filter(Datasets::mayHoldData).sorted().toList();
        }
        var sources = new ArrayList<Source>();
        for (var file : files) {
            source(file).ifPresent(sources::add);
        }
        return sources;
    }

    private static Optional<Source> source(Path file) throws StorageException {
        return DataLayout.of(file).map(layout -> new Source(file, layout));
    }

    /// Whether a file of a folder is looked at. Here names count, for a folder holds other files.
    private static boolean mayHoldData(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && name.matches("(?i)[^.].*\\.(json|jsonl|ndjson|csv|tsv)");
    }

    private static void readPictures(
            Path folder, DataOptions options, DatasetBuilder builder, ReadingWatch watch)
            throws IOException, EngineException {
        var pictures = SidecarReader.pictures(folder);
        if (pictures.isEmpty()) {
            throw unknown(folder);
        }
        var counting = new ReadingWatch(watch.progress(), watch.cancel(), 0, pictures.size());
        new SidecarReader(new CaptionRows(options)).read(folder, pictures, builder, counting);
    }

    private static long bytes(List<Source> sources) throws IOException {
        long bytes = 0;
        for (var source : sources) {
            bytes += Files.size(source.file());
        }
        return bytes;
    }

    private static DataException unknown(Path path) {
        return new DataException(
                String.valueOf(path.getFileName()),
                0,
                "holds no pictures with texts in a known layout: a JSON list or JSON lines with"
                        + " conversations, messages or captions, a table with the columns image and"
                        + " caption, COCO captions, or pictures with a .txt beside each");
    }
}
