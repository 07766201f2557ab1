package dev.nunchi.engine.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file or folder of Nunchi's own, or one the user named, that cannot be read or written.
public final class StorageException extends EngineException {
    /// What went wrong.
    public enum Reason {
        DISK_FULL,
        NOT_FOUND,
        NOT_PERMITTED,
        FAILED
    }

    private final Path path;
    private final Reason reason;
    private final long bytesNeeded;

    /// @param bytesNeeded how many bytes were to be written; 0 if that is not what failed
    public StorageException(
            Path path, Reason reason, long bytesNeeded, String problem, Throwable cause) {
        super(path + ": " + problem, cause);
        this.path = path;
        this.reason = reason;
        this.bytesNeeded = bytesNeeded;
    }

    public StorageException(Path path, Reason reason, String problem) {
        super(path + ": " + problem);
        this.path = path;
        this.reason = reason;
        this.bytesNeeded = 0;
    }

    /// The file or folder.
    public Path path() {
        return path;
    }

    /// What went wrong.
    public Reason reason() {
        return reason;
    }

    /// How many bytes were to be written; 0 if that is not what failed.
    public long bytesNeeded() {
        return bytesNeeded;
    }

    /// Wraps an I/O error, telling a full disk, a missing file and missing rights apart.
    public static StorageException of(Path path, String doing, IOException cause) {
        return new StorageException(
                path, reasonOf(cause), 0, doing + ": " + cause.getMessage(), cause);
    }

    private static Reason reasonOf(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> Reason.NOT_FOUND;
            case AccessDeniedException _ -> Reason.NOT_PERMITTED;
            default -> {
                // The JDK has no exception of its own for ENOSPC; the text is the system's.
                String text = String.valueOf(cause.getMessage());
                yield text.contains("No space left") || text.contains("not enough space")
                        ? Reason.DISK_FULL
                        : Reason.FAILED;
            }
        };
    }
}
