package dev.nunchi.engine.library;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Sha256;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// SHA-256 of files, remembered by path, size and time: large files are read once.
///
/// A line `HASH SIZE TIME PATH` for each. A memory that cannot be read is an empty one.
final class FileHashes {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int HASH_DIGITS = 64;

    private final Path memory;
    private final Map<String, String> known = new LinkedHashMap<>();
    private boolean grown;

    /// Those remembered in a cache's folder.
    static FileHashes in(Path cacheFolder) {
        return new FileHashes(cacheFolder.resolve("hashes.txt"));
    }

    private FileHashes(Path memory) {
        this.memory = memory;
        if (Files.isRegularFile(memory)) {
            try (var lines = Files.lines(memory)) {
                lines.filter(line -> line.length() > HASH_DIGITS + 1).forEach(this::remember);
            } catch (IOException | UncheckedIOException _) {
                known.clear();
            }
        }
    }

    private void remember(String line) {
        known.put(line.substring(HASH_DIGITS + 1), line.substring(0, HASH_DIGITS));
    }

    /// The files' hashes, in their order.
    List<String> of(List<Path> files) throws StorageException {
        var hashes = new ArrayList<String>();
        for (var file : files) {
            try {
                var identity = identity(file);
                var hash = known.get(identity);
                if (hash == null) {
                    hash = hash(file);
                    known.put(identity, hash);
                    grown = true;
                }
                hashes.add(hash);
            } catch (IOException e) {
                throw StorageException.of(file, "reading", e);
            }
        }
        return hashes;
    }

    /// Whether there is something new to save.
    boolean hasGrown() {
        return grown;
    }

    /// Writes what is known. Hold the cache's lock.
    void save() throws StorageException {
        var lines = known.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList();
        var part = Storage.partOf(memory);
        try {
            Files.write(part, lines);
            Storage.publish(part, memory);
        } catch (IOException e) {
            throw StorageException.of(memory, "writing", e);
        }
    }

    /// A file's hash, read now.
    static String hashOf(Path file) throws StorageException {
        try {
            return hash(file);
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    /// Path, size and time: while they stay, the bytes are taken to stay.
    static String identityOf(Path file) throws StorageException {
        try {
            return identity(file);
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    private static String identity(Path file) throws IOException {
        var path = file.toAbsolutePath().normalize().toUri();
        return "%d %s %s".formatted(Files.size(file), Files.getLastModifiedTime(file), path);
    }

    private static String hash(Path file) throws IOException {
        var digest = Sha256.newDigest();
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
