package dev.nunchi.engine.storage;

import dev.nunchi.engine.error.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Puts files and folders in place: written under a `.part` name, flushed, renamed.
public final class Storage {
    private static final String PART = ".part";

    private Storage() {}

    /// Where `target` is written until it is whole: beside it.
    public static Path partOf(Path target) {
        return target.resolveSibling(target.getFileName() + PART);
    }

    public static boolean isPart(Path path) {
        return path.getFileName().toString().endsWith(PART);
    }

    /// Makes a folder and its parents.
    public static void createFolder(Path folder) throws StorageException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StorageException.of(folder, "creating the folder", e);
        }
    }

    /// Refuses a write that cannot fit.
    ///
    /// @param folder an existing folder of the disk that is meant
    /// @throws StorageException `DISK_FULL` with the bytes needed
    public static void requireSpace(Path folder, long bytes) throws StorageException {
        long usable;
        try {
            usable = Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw StorageException.of(folder, "asking for free space", e);
        }
        if (usable < bytes) {
            throw new StorageException(
                    folder,
                    StorageException.Reason.DISK_FULL,
                    bytes,
                    "%d bytes are needed, %d are free".formatted(bytes, usable),
                    new IOException("not enough space"));
        }
    }

    /// Waits until a written file is on the disk.
    public static void flush(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// Gives a finished part its name; a file that has it gives way, a folder does not.
    public static void publish(Path part, Path target) throws IOException {
        if (Files.isDirectory(part)) {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Deletes a file or a folder with all that is in it, if it is there. Links are deleted, not
    /// followed.
    public static void delete(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(path, new Deleter());
        }
    }

    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
                throws IOException {
            if (problem != null) {
                throw problem;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
