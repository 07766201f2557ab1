package dev.nunchi.app.store;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;

/// The pictures of the conversations, each once, as `ab/abcdef….jpeg` by the SHA-256 of its bytes.
/// Thread-safe.
public final class PictureFiles {
    private final Path folder;

    /// @param folder created on demand
    public PictureFiles(Path folder) {
        this.folder = folder;
    }

    /// Where the bytes of a picture lie.
    public Path file(StoredPicture picture) {
        return folder.resolve(picture.hash().substring(0, 2))
                .resolve(picture.hash() + "." + picture.format());
    }

    public byte[] read(StoredPicture picture) throws StorageException {
        Path file = file(picture);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw StorageException.of(file, "reading a picture", e);
        }
    }

    /// Keeps the bytes of a picture; when this returns they are on the disk.
    ///
    /// @param bytes their SHA-256 must be the picture's hash
    public void put(StoredPicture picture, byte[] bytes) throws StorageException {
        Path file = file(picture);
        try {
            if (Files.exists(file)) {
                // Young again: collecting spares what was put lately but no turn refers to yet.
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            } else {
                write(file, bytes);
            }
        } catch (IOException e) {
            throw StorageException.of(file, "storing a picture", e);
        }
    }

    /// Deletes what is not in `kept` and was put before `time`.
    ///
    /// @return how many files that were
    public int collect(Set<String> kept, Instant time) throws StorageException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        var collector = new Collector(kept, time);
        try {
            Files.walkFileTree(folder, collector);
            return collector.deleted;
        } catch (IOException e) {
            throw StorageException.of(folder, "collecting pictures", e);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        // A name of its own: two threads may store the same picture.
        Path part = Files.createTempFile(file.getParent(), "", ".part");
        try {
            Files.write(part, bytes);
            Storage.flush(part);
            Storage.publish(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Set<String> kept;
        private final Instant time;
        private int deleted;

        Collector(Set<String> kept, Instant time) {
            this.kept = kept;
            this.time = time;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            boolean old = attributes.lastModifiedTime().toInstant().isBefore(time);
            if (old && !kept.contains(hashIn(file))) {
                Files.deleteIfExists(file);
                deleted++;
            }
            return FileVisitResult.CONTINUE;
        }

        private static String hashIn(Path file) {
            String name = String.valueOf(file.getFileName());
            int dot = name.indexOf('.');
            return dot < 0 ? name : name.substring(0, dot);
        }
    }
}
