package dev.nunchi.engine.library;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A copy of a checkpoint's files into a new folder, flushed to the disk.
final class ModelCopy {
    private static final long PIECE = 16 << 20;

    private final Path target;
    private final SequencedMap<Path, Path> targets = new LinkedHashMap<>();
    private final long bytes;
    private long copied;

    /// @param root the folder that the files keep their places in
    ModelCopy(Path root, Path target, List<Path> files)
            throws CheckpointException, StorageException {
        this.target = target;
        long sum = 0;
        for (var file : files) {
            var place = root.relativize(file.toAbsolutePath().normalize());
            if (place.startsWith("..")) {
                throw new CheckpointException(file, "lies outside the model's folder");
            }
            targets.put(file, target.resolve(place));
            sum += size(file);
        }
        this.bytes = sum;
    }

    private static long size(Path file) throws StorageException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    long bytes() {
        return bytes;
    }

    /// @return false if cancelled; part of the files is there then
    boolean run(Progress progress, CancelToken cancel) throws IOException {
        Files.createDirectories(target);
        for (var pair : targets.entrySet()) {
            Files.createDirectories(pair.getValue().resolveSibling(""));
            if (!copy(pair.getKey(), pair.getValue(), progress, cancel)) {
                return false;
            }
        }
        return true;
    }

    private boolean copy(Path from, Path to, Progress progress, CancelToken cancel)
            throws IOException {
        try (var in = FileChannel.open(from, StandardOpenOption.READ);
                var out =
                        FileChannel.open(
                                to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; at < in.size(); ) {
                if (cancel.isCancelled()) {
                    return false;
                }
                long count = in.transferTo(at, PIECE, out);
                at += count;
                copied += count;
                progress.report(Stage.COPYING_MODEL, copied, bytes);
            }
            out.force(true);
        }
        return true;
    }
}
