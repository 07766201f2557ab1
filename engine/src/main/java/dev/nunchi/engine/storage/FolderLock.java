package dev.nunchi.engine.storage;

import dev.nunchi.engine.error.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The right to change a folder: held by one thread of one process at a time.
///
/// The lock is a file in the folder; the system frees it when a process dies. Any thread may close
/// it, once or twice.
public final class FolderLock implements AutoCloseable {
    private static final String FILE = ".lock";

    // A file lock is the whole process's: its threads need one of their own.
    private static final Map<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

    private final FileChannel channel;
    private final Semaphore thread;
    private boolean open = true;

    private FolderLock(FileChannel channel, Semaphore thread) {
        this.channel = channel;
        this.thread = thread;
    }

    /// Waits for the lock of an existing folder.
    public static FolderLock acquire(Path folder) throws StorageException {
        var thread = thread(folder);
        thread.acquireUninterruptibly();
        return lock(folder, thread, FileChannel::lock).orElseThrow();
    }

    /// The lock of an existing folder; empty while somebody holds it.
    public static Optional<FolderLock> tryAcquire(Path folder) throws StorageException {
        var thread = thread(folder);
        return thread.tryAcquire() ? lock(folder, thread, FileChannel::tryLock) : Optional.empty();
    }

    /// Whether a file of a locked folder is the lock itself.
    public static boolean isLockFile(Path file) {
        return file.getFileName().toString().equals(FILE);
    }

    private interface Locking {
        @Nullable FileLock lock(FileChannel channel) throws IOException;
    }

    private static Optional<FolderLock> lock(Path folder, Semaphore thread, Locking locking)
            throws StorageException {
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel =
                    FileChannel.open(
                            folder.resolve(FILE),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            locked = locking.lock(channel) != null;
            return locked ? Optional.of(new FolderLock(channel, thread)) : Optional.empty();
        } catch (IOException e) {
            throw StorageException.of(folder, "locking", e);
        } finally {
            if (!locked) {
                thread.release();
                closeChannel(channel);
            }
        }
    }

    private static Semaphore thread(Path folder) {
        return THREADS.computeIfAbsent(folder.toAbsolutePath().normalize(), _ -> new Semaphore(1));
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            closeChannel(channel);
            thread.release();
        }
    }

    private static void closeChannel(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a lock file", e);
        }
    }
}
