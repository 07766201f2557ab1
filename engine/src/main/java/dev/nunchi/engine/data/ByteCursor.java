package dev.nunchi.engine.data;

import java.io.IOException;
import java.io.InputStream;

/// Reads bytes one by one, with one to look ahead; skips a UTF-8 byte order mark at the start.
final class ByteCursor {
    static final int END = -1;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MARK_BYTES = 3;

    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long before;
    private int at;
    private int filled;

    /// @param input closed by the caller
    ByteCursor(InputStream input) throws IOException {
        this.input = input;
        filled = Math.max(0, input.readNBytes(buffer, 0, BUFFER_BYTES));
        if (filled >= MARK_BYTES
                && (buffer[0] & 0xFF) == 0xEF
                && (buffer[1] & 0xFF) == 0xBB
                && (buffer[2] & 0xFF) == 0xBF) {
            at = MARK_BYTES;
        }
    }

    /// The next byte, 0 to 255, or [#END].
    int read() throws IOException {
        int next = peek();
        if (next != END) {
            at++;
        }
        return next;
    }

    /// The byte that [#read] would give.
    int peek() throws IOException {
        if (at == filled) {
            before += filled;
            at = 0;
            filled = Math.max(0, input.read(buffer, 0, BUFFER_BYTES));
            if (filled == 0) {
                return END;
            }
        }
        return buffer[at] & 0xFF;
    }

    /// How many bytes were read.
    long position() {
        return before + at;
    }
}
