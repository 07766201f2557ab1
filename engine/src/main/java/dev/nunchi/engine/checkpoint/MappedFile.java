package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.CheckpointException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/// A file mapped read-only for as long as its arena lives.
///
/// If another program cuts the file short while it is mapped, touching the lost pages ends in the
/// JVM's `InternalError`; [#requireWhole()] before a large read names that before it happens, and
/// [Checkpoint#reading] when it happens in the middle of one.
///
/// @param bytes the whole file
record MappedFile(Path path, MemorySegment bytes) {

    /// How texts begin that stand where a file was not downloaded, in lower case.
    private static final List<String> PLACEHOLDERS =
            List.of("version https://git-lfs", "<!doctype html", "<html");

    private static final int LONGEST_START = 24;

    /// @throws CheckpointException if it holds a text that stands for the file
    static MappedFile open(Path path, Arena arena) throws EngineException {
        // Opening a pipe would wait for a writer that may never come.
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new StorageException(
                    path, StorageException.Reason.FAILED, "is not a regular file");
        }
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            refusePlaceholder(path, bytes);
            return new MappedFile(path, bytes);
        } catch (IOException e) {
            throw StorageException.of(path, "opening", e);
        }
    }

    private static void refusePlaceholder(Path path, MemorySegment bytes)
            throws CheckpointException {
        var start = new byte[(int) Math.min(LONGEST_START, bytes.byteSize())];
        MemorySegment.ofArray(start).copyFrom(bytes.asSlice(0, start.length));
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (PLACEHOLDERS.stream().anyMatch(text.toLowerCase(Locale.ROOT)::startsWith)) {
            throw new CheckpointException(
                    path, Reason.PLACEHOLDER, "is a text that begins with '" + text + "'");
        }
    }

    long size() {
        return bytes.byteSize();
    }

    /// Fails if the file is no longer as long as it was when it was mapped.
    void requireWhole() throws CheckpointException {
        long now;
        try {
            now = Files.size(path);
        } catch (IOException e) {
            throw new CheckpointException(path, "vanished while it was in use", e);
        }
        if (now < size()) {
            throw new CheckpointException(
                    path, "was cut from %d to %d bytes while it was in use".formatted(size(), now));
        }
    }
}
