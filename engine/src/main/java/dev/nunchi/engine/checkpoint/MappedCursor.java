package dev.nunchi.engine.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Reads little-endian values of a mapped file front to back; every read is checked against the end
/// of what may be read.
sealed class MappedCursor permits GgufCursor, PickleCursor {
    private final MappedFile file;
    private final long end;
    private long position;

    /// @param position first byte
    /// @param end first byte that may not be read, at most the file's size
    MappedCursor(MappedFile file, long position, long end) {
        this.file = file;
        this.position = position;
        this.end = end;
    }

    final MappedFile file() {
        return file;
    }

    final long position() {
        return position;
    }

    /// The bytes not yet read, mapped.
    final MemorySegment rest() {
        return file.bytes().asSlice(position, end - position);
    }

    /// Steps over `bytes` and says where they began.
    final long skip(long bytes) throws CheckpointException {
        long start = position;
        if (bytes < 0 || bytes > end - start) {
            throw problem(
                    "%s bytes wanted at byte %d, the file has %d"
                            .formatted(Long.toUnsignedString(bytes), start, end));
        }
        position += bytes;
        return start;
    }

    final byte i8() throws CheckpointException {
        return file.bytes().get(JAVA_BYTE, skip(1));
    }

    final int u8() throws CheckpointException {
        return Byte.toUnsignedInt(i8());
    }

    final short i16() throws CheckpointException {
        return file.bytes().get(Tensor.SHORT, skip(2));
    }

    final int u16() throws CheckpointException {
        return Short.toUnsignedInt(i16());
    }

    final int i32() throws CheckpointException {
        return file.bytes().get(Tensor.INT, skip(4));
    }

    final long u32() throws CheckpointException {
        return Integer.toUnsignedLong(i32());
    }

    final long i64() throws CheckpointException {
        return file.bytes().get(Tensor.LONG, skip(8));
    }

    /// The next `count` bytes, copied.
    final byte[] bytes(int count) throws CheckpointException {
        long start = skip(count);
        var bytes = new byte[count];
        MemorySegment.copy(file.bytes(), JAVA_BYTE, start, bytes, 0, count);
        return bytes;
    }

    /// The next `count` bytes as UTF-8.
    final String utf8(int count) throws CheckpointException {
        return count == 0 ? "" : new String(bytes(count), StandardCharsets.UTF_8);
    }

    final CheckpointException problem(String problem) {
        return new CheckpointException(file.path(), problem);
    }
}
