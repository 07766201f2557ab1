package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Reads the arguments of pickle opcodes from a mapped file.
final class PickleCursor extends MappedCursor {
    private static final int MAX_TEXT = 1 << 16;
    private static final int MAX_INTEGER = 16;

    /// Most bytes of all texts together.
    private static final int MAX_TEXTS = 1 << 22;

    private long texts;

    PickleCursor(MappedFile file, long position, long end) {
        super(file, position, end);
    }

    /// A text of `length` UTF-8 bytes.
    String text(long length) throws CheckpointException {
        return utf8(checked(length));
    }

    /// A text that Python 2 wrote, of `length` bytes.
    String latin(long length) throws CheckpointException {
        return new String(bytes(checked(length)), StandardCharsets.ISO_8859_1);
    }

    private int checked(long length) throws CheckpointException {
        texts += length;
        if (length < 0 || length > MAX_TEXT || texts > MAX_TEXTS) {
            throw problem(
                    "a text of %s bytes at byte %d"
                            .formatted(Long.toUnsignedString(length), position()));
        }
        return (int) length;
    }

    /// A text that ends with a line feed.
    String line() throws CheckpointException {
        long start = position();
        int length = 0;
        while (i8() != '\n') {
            length++;
            checked(1);
        }
        return new PickleCursor(file(), start, position()).utf8(length);
    }

    /// A two's complement number of `length` bytes, lowest first.
    BigInteger integer(long length) throws CheckpointException {
        if (length < 0 || length > MAX_INTEGER) {
            throw problem("an integer of %d bytes at byte %d".formatted(length, position()));
        }
        if (length == 0) {
            return BigInteger.ZERO;
        }
        return new BigInteger(reversed(bytes((int) length)));
    }

    private static byte[] reversed(byte[] bytes) {
        var reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
