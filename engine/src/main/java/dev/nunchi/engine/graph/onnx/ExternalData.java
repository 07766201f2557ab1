package dev.nunchi.engine.graph.onnx;

import com.google.protobuf.ByteString;

import dev.nunchi.engine.graph.Weight;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file of large weights, one after another at aligned offsets.
final class ExternalData implements Closeable {
    private static final long ALIGNMENT = 4096;
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final MemorySegment bufferBytes = MemorySegment.ofBuffer(buffer);
    private long written;

    ExternalData(Path file) throws IOException {
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
    }

    /// The next offset at which a weight may begin.
    static long align(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// A small weight's bytes.
    static ByteString collect(Weight weight, long bytes) throws IOException {
        var out = ByteString.newOutput(Math.toIntExact(bytes));
        weight.writeTo(piece -> out.write(piece.toArray(ValueLayout.JAVA_BYTE)));
        requireLength(weight, bytes, out.size());
        return out.toByteString();
    }

    /// Appends a weight.
    ///
    /// @return where in the file it begins
    long append(Weight weight, long bytes) throws IOException {
        drain();
        long offset = align(written);
        channel.position(offset);
        written = offset;
        weight.writeTo(this::put);
        drain();
        requireLength(weight, bytes, written - offset);
        return offset;
    }

    /// Waits until all is on the disk.
    void flush() throws IOException {
        drain();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void put(MemorySegment bytes) throws IOException {
        long at = 0;
        while (at < bytes.byteSize()) {
            int length = (int) Math.min(buffer.remaining(), bytes.byteSize() - at);
            MemorySegment.copy(bytes, at, bufferBytes, buffer.position(), length);
            buffer.position(buffer.position() + length);
            at += length;
            if (!buffer.hasRemaining()) {
                drain();
            }
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            written += channel.write(buffer);
        }
        buffer.clear();
    }

    private static void requireLength(Weight weight, long expected, long found) {
        if (found != expected) {
            throw new IllegalStateException(
                    "a weight of type %s has %d bytes, found %d"
                            .formatted(weight.type(), expected, found));
        }
    }
}
