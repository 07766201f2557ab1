package dev.nunchi.app.platform;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a start says to the window that is open already: eight bytes `NUNCHI1\n`, the length of
/// what follows as a big-endian int, and the absolute paths of its files in UTF-8, each ended by a
/// zero byte. The answer is one byte. The window waits two seconds for a start to speak; a start
/// waits longer for its answer, because the window may be waiting for another one.
final class Handover {
    private static final byte[] MAGIC = "NUNCHI1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_BYTES = 1 << 20;
    private static final byte TAKEN = 1;
    private static final Duration TO_SPEAK = Duration.ofSeconds(2);
    private static final Duration TO_ANSWER = Duration.ofSeconds(6);

    private Handover() {}

    /// Hands files over and waits until they were taken.
    static void send(SocketChannel channel, List<Path> files) throws IOException {
        var paths = new StringBuilder();
        files.forEach(file -> paths.append(file.toAbsolutePath()).append('\0'));
        byte[] bytes = paths.toString().getBytes(StandardCharsets.UTF_8);
        var message = ByteBuffer.allocate(MAGIC.length + Integer.BYTES + bytes.length);
        message.put(MAGIC).putInt(bytes.length).put(bytes).flip();
        transfer(channel, message, SelectionKey.OP_WRITE, TO_ANSWER);
        if (read(channel, 1, TO_ANSWER).get() != TAKEN) {
            throw new IOException("the files were not taken");
        }
    }

    /// The files that a start hands over.
    ///
    /// @throws IOException also if what comes is no such message
    static List<Path> receive(SocketChannel channel) throws IOException {
        var header = read(channel, MAGIC.length + Integer.BYTES, TO_SPEAK);
        var magic = new byte[MAGIC.length];
        header.get(magic);
        int length = header.getInt();
        if (!Arrays.equals(magic, MAGIC) || length < 0 || length > MAX_BYTES) {
            throw new IOException("no start speaks like that");
        }
        return paths(StandardCharsets.UTF_8.decode(read(channel, length, TO_SPEAK)).toString());
    }

    private static List<Path> paths(String text) throws IOException {
        var paths = new ArrayList<Path>();
        try {
            for (int from = 0, to; (to = text.indexOf('\0', from)) >= 0; from = to + 1) {
                Path path = Path.of(text.substring(from, to));
                if (!path.isAbsolute()) {
                    throw new IOException("a file without its folder");
                }
                paths.add(path);
            }
        } catch (InvalidPathException e) {
            throw new IOException("a file that cannot be", e);
        }
        return paths;
    }

    static void acknowledge(SocketChannel channel) throws IOException {
        transfer(channel, ByteBuffer.wrap(new byte[] {TAKEN}), SelectionKey.OP_WRITE, TO_SPEAK);
    }

    private static ByteBuffer read(SocketChannel channel, int bytes, Duration patience)
            throws IOException {
        var buffer = ByteBuffer.allocate(bytes);
        transfer(channel, buffer, SelectionKey.OP_READ, patience);
        return buffer.flip();
    }

    /// Fills or empties a buffer.
    private static void transfer(
            SocketChannel channel, ByteBuffer buffer, int operation, Duration patience)
            throws IOException {
        channel.configureBlocking(false);
        long until = System.nanoTime() + patience.toNanos();
        try (var selector = Selector.open()) {
            channel.register(selector, operation);
            while (buffer.hasRemaining()) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new IOException("the other end keeps silent");
                }
                selector.select(left);
                selector.selectedKeys().clear();
                int moved =
                        operation == SelectionKey.OP_READ
                                ? channel.read(buffer)
                                : channel.write(buffer);
                if (moved < 0) {
                    throw new EOFException("the other end has gone");
                }
            }
        }
    }
}
