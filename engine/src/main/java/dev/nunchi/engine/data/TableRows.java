package dev.nunchi.engine.data;

import static dev.nunchi.engine.data.ByteCursor.END;

import dev.nunchi.engine.data.RowProblem.Reason;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// The records of a table: [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180), any one-byte
/// separator.
///
/// Own code, because a record must have a bounded size and know its line, and because real tables
/// (Flickr30k's) have quotation marks in the middle of fields: only one at a field's start counts.
final class TableRows {
    private final ByteCursor input;
    private final char separator;
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private long line = 1;

    /// @param input closed by the caller
    TableRows(InputStream input, char separator) throws IOException {
        this.input = new ByteCursor(input);
        this.separator = separator;
    }

    /// The line on which the next record starts, from 1.
    long line() {
        return line;
    }

    boolean hasNext() throws IOException {
        return input.peek() != END;
    }

    long position() {
        return input.position();
    }

    /// The fields of the next record; one empty field for an empty line.
    ///
    /// @throws RefusedRowException if the record is too large, ends inside quotation marks, or is
    ///   not UTF-8; the next call reads the next record
    List<String> next() throws IOException, RefusedRowException {
        var fields = new ArrayList<byte[]>();
        long size = 0;
        int end;
        do {
            field.reset();
            size += input.peek() == '"' ? quoted() : 0;
            end = input.read();
            while (end != separator && end != '\n' && end != END) {
                keep(end, ++size);
                end = input.read();
            }
            size++;
            if (size <= JsonRows.MAX_ROW_BYTES) {
                fields.add(field.toByteArray());
            }
        } while (end == separator);
        line++;
        if (size > JsonRows.MAX_ROW_BYTES) {
            throw new RefusedRowException(Reason.ROW_TOO_LARGE, "%,d bytes".formatted(size));
        }
        return decoded(fields);
    }

    /// @return how many bytes there were
    private long quoted() throws IOException, RefusedRowException {
        input.read();
        long size = 0;
        while (true) {
            int next = input.read();
            if (next == END) {
                throw new RefusedRowException(
                        Reason.UNREADABLE, "the file ends inside quotation marks");
            }
            if (next == '\n') {
                line++;
            }
            if (next == '"') {
                if (input.peek() != '"') {
                    return size;
                }
                input.read();
            }
            keep(next, ++size);
        }
    }

    private void keep(int next, long size) {
        if (size <= JsonRows.MAX_ROW_BYTES) {
            field.write(next);
        }
    }

    private static List<String> decoded(List<byte[]> fields) throws RefusedRowException {
        var texts = new ArrayList<String>();
        for (var bytes : fields) {
            texts.add(JsonRow.decode(bytes).strip());
        }
        return texts;
    }
}
