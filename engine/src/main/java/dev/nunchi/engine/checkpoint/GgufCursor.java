package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;

/// Reads a mapped GGUF file front to back.
final class GgufCursor extends MappedCursor {

    GgufCursor(MappedFile file, long position) {
        super(file, position, file.size());
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
        return utf8(count("bytes of text", limit));
    }
}
