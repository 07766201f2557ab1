package dev.nunchi.engine.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Reads a mapped GGUF file front to back; every read is checked against the end of the file.
final class GgufCursor {
    private final MappedFile file;
    private long position;

    GgufCursor(MappedFile file, long position) {
        this.file = file;
        this.position = position;
    }

    long position() {
        return position;
    }

    /// Steps over `bytes` and says where they began.
    long skip(long bytes) throws CheckpointException {
        long start = position;
        if (bytes < 0 || bytes > file.size() - start) {
            throw problem(
                    "%s bytes wanted at byte %d, the file has %d"
                            .formatted(Long.toUnsignedString(bytes), start, file.size()));
        }
        position += bytes;
        return start;
    }

    byte i8() throws CheckpointException {
        return file.bytes().get(JAVA_BYTE, skip(1));
    }

    short i16() throws CheckpointException {
        return file.bytes().get(Tensor.SHORT, skip(2));
    }

    int i32() throws CheckpointException {
        return file.bytes().get(Tensor.INT, skip(4));
    }

    long i64() throws CheckpointException {
        return file.bytes().get(Tensor.LONG, skip(8));
    }

    float f32() throws CheckpointException {
        return Float.intBitsToFloat(i32());
    }

    double f64() throws CheckpointException {
        return Double.longBitsToDouble(i64());
    }

    GgufType type() throws CheckpointException {
        int code = i32();
        if (code < 0 || code >= GgufType.count()) {
            throw problem("metadata of unknown type " + Integer.toUnsignedString(code));
        }
        return GgufType.ofCode(code);
    }

    /// A count or length that must not pass `limit`.
    ///
    /// @param what plural noun for the message
    int count(String what, int limit) throws CheckpointException {
        long count = i64();
        if (count < 0 || count > limit) {
            throw problem(
                    "%s %s, more than %d".formatted(Long.toUnsignedString(count), what, limit));
        }
        return (int) count;
    }

    /// @param limit most bytes of UTF-8
    String text(int limit) throws CheckpointException {
        int length = count("bytes of text", limit);
        if (length == 0) {
            return "";
        }
        long start = skip(length);
        var bytes = new byte[length];
        MemorySegment.copy(file.bytes(), JAVA_BYTE, start, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    CheckpointException problem(String problem) {
        return new CheckpointException(file.path(), problem);
    }
}
