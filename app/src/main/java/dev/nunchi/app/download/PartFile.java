package dev.nunchi.app.download;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;

/// What was received of a file, and the digest of it. One thread's; to be closed.
final class PartFile implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final Supplier<MessageDigest> digests;
    private MessageDigest digest;
    private long length;

    private PartFile(Path target, FileChannel channel, Supplier<MessageDigest> digests) {
        this.target = target;
        this.part = Storage.partOf(target);
        this.channel = channel;
        this.digests = digests;
        this.digest = digests.get();
    }

    /// Opens what is there, reading it once for its digest.
    ///
    /// @param digests gives digests that have seen nothing of the content
    static PartFile open(Path target, Supplier<MessageDigest> digests, Patience patience)
            throws StorageException, StoppedException {
        Path part = Storage.partOf(target);
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel =
                    FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            var file = new PartFile(target, channel, digests);
            file.readBack(patience);
            opened = true;
            return file;
        } catch (IOException e) {
            throw StorageException.of(part, "opening what was received", e);
        } finally {
            if (!opened && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private void readBack(Patience patience) throws IOException, StoppedException {
        var buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer) > 0) {
            patience.throwIfStopped();
            digest.update(buffer.flip());
            length += buffer.limit();
            buffer.clear();
        }
    }

    /// Bytes that are there.
    long length() {
        return length;
    }

    void append(ByteBuffer bytes) throws StorageException {
        int count = bytes.remaining();
        try {
            for (var left = bytes.duplicate(); left.hasRemaining(); ) {
                channel.write(left, length + left.position() - bytes.position());
            }
        } catch (IOException e) {
            throw StorageException.of(part, "writing what was received", e);
        }
        digest.update(bytes);
        length += count;
    }

    /// Forgets all that is there.
    void restart() throws StorageException {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw StorageException.of(part, "beginning again", e);
        }
        digest = digests.get();
        length = 0;
    }

    /// The digest of all that is there, in hexadecimal. Nothing can be appended afterwards.
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Gives the file its name, once it is on the disk. A file that has it already does not give
    /// way.
    void publish() throws StorageException {
        try {
            channel.force(true);
            channel.close();
            Files.move(part, target);
        } catch (IOException e) {
            throw StorageException.of(target, "putting the received file in place", e);
        }
        PartState.delete(target);
    }

    /// Deletes what is known to be wrong.
    void discard() throws StorageException {
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw StorageException.of(part, "removing what is not as published", e);
        }
        PartState.delete(target);
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // What was written is written; what was not is asked for again.
        }
    }
}
