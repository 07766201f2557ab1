package dev.nunchi.app.platform;

import dev.nunchi.engine.error.StorageException;

import jdk.net.ExtendedSocketOptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The one window of a person's folders. A second start hands its files to it and ends.
///
/// Who holds the lock of `nunchi.lock` is the one; the system lets go of it when a process ends in
/// whatever way, so that nothing is left behind by a kill. It listens on a Unix domain socket that
/// only the same person may speak to: the file's permissions say so, and where the system tells who
/// is at the other end, both sides look.
public final class SingleInstance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
    private static final long RETRY_NANOS = 100_000_000;

    private final Optional<FileChannel> lock;
    private final Optional<Listening> listening;

    private record Listening(ServerSocketChannel server, Path socket, UserPrincipal owner) {}

    /// What becomes of a start.
    public sealed interface Start {
        /// There is no other: open the window.
        record First(SingleInstance instance) implements Start {}

        /// The window that is open has taken the files.
        record HandedOver() implements Start {}

        /// There is another one, which does not answer.
        record Silent() implements Start {}
    }

    private SingleInstance(Optional<FileChannel> lock, Optional<Listening> listening) {
        this.lock = lock;
        this.listening = listening;
    }

    /// Becomes the one window of a folder, or hands files over to it.
    ///
    /// @param state the folder for logs and reports; exists
    /// @throws StorageException if the folder cannot be written
    public static Start begin(Path state, List<Path> files) throws StorageException {
        return begin(state, files, ANSWERS_WITHIN);
    }

    static Start begin(Path state, List<Path> files, Duration patience) throws StorageException {
        long until = System.nanoTime() + patience.toNanos();
        do {
            var first = first(state);
            if (first.isPresent()) {
                return new Start.First(first.get());
            }
            try {
                handOver(state, files);
                return new Start.HandedOver();
            } catch (IOException e) {
                // It may be starting, or ending, at this very moment.
                LOG.debug("The other window does not answer", e);
                LockSupport.parkNanos(RETRY_NANOS);
            }
        } while (System.nanoTime() < until);
        return new Start.Silent();
    }

    private static Optional<SingleInstance> first(Path state) throws StorageException {
        Path file = state.resolve("nunchi.lock");
        try {
            var channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return Optional.of(new SingleInstance(Optional.of(channel), bind(state)));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw StorageException.of(file, "starting", e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /// A window that cannot listen still works; only others cannot hand files to it.
    private static Optional<Listening> bind(Path state) {
        try {
            Path socket = SocketFile.of(state);
            Files.deleteIfExists(socket);
            var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            SocketFile.closeToOthers(socket);
            return Optional.of(new Listening(server, socket, Files.getOwner(socket)));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("Other starts cannot reach this window: {}", e.getClass().getName());
            LOG.debug("Other starts cannot reach this window", e);
            return Optional.empty();
        }
    }

    private static void handOver(Path state, List<Path> files) throws IOException {
        Path socket = SocketFile.of(state);
        UserPrincipal self = SocketFile.self(state);
        if (!Files.getOwner(socket, LinkOption.NOFOLLOW_LINKS).equals(self)) {
            throw new IOException("the socket belongs to somebody else");
        }
        SocketAddress address = UnixDomainSocketAddress.of(socket);
        try (var channel = SocketChannel.open(address)) {
            refuseOthers(channel, self);
            Handover.send(channel, files);
        }
    }

    private static void refuseOthers(SocketChannel channel, UserPrincipal self) throws IOException {
        if (channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (!peer.getName().equals(self.getName())) {
                throw new IOException("somebody else is at the other end");
            }
        }
    }

    /// Hears of the files that later starts hand over, possibly none, as long as this is open.
    ///
    /// @param executor gives a thread that may wait
    /// @param opened called on that thread; must not wait
    public void listen(Executor executor, Consumer<List<Path>> opened) {
        listening.ifPresent(open -> executor.execute(() -> serve(open, opened)));
    }

    private static void serve(Listening listening, Consumer<List<Path>> opened) {
        while (listening.server().isOpen()) {
            try (var channel = listening.server().accept()) {
                refuseOthers(channel, listening.owner());
                var files = Handover.receive(channel);
                // First: a start that hears nothing tries again, and nothing shall be opened twice.
                Handover.acknowledge(channel);
                opened.accept(files);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // What was sent may be anything, so it is not repeated in the log.
                LOG.warn("A start that was handed over is refused: {}", e.getMessage());
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /// Lets the next start be the first.
    @Override
    public void close() {
        try {
            if (listening.isPresent()) {
                listening.get().server().close();
                Files.deleteIfExists(listening.get().socket());
            }
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            LOG.debug("The socket is left behind; the next start removes it", e);
        }
    }
}
