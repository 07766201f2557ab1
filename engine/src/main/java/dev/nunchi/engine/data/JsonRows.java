package dev.nunchi.engine.data;

import static dev.nunchi.engine.data.ByteCursor.END;

import dev.nunchi.engine.data.RowProblem.Reason;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Cuts a JSON list or JSON lines into rows without parsing them.
///
/// A parser that builds a row's tree must know beforehand that the row is small, and one bad row
/// must not cost those after it; so brackets and quotes are counted here and each row is parsed by
/// itself. Memory: one row.
final class JsonRows implements RowSource {
    /// The layouts that hold one row after the other.
    enum Layout {
        /// `[row, row, …]`.
        LIST,
        /// A row a line; empty lines count but are no rows.
        LINES
    }

    /// No conversation is longer; the longest of LLaVA's own files stay below 100 KB.
    static final int MAX_ROW_BYTES = 4 << 20;

    private final ByteCursor input;
    private final Layout layout;
    private final ByteArrayOutputStream row = new ByteArrayOutputStream();
    private long length;
    private long number;
    private boolean ended;

    /// @param input closed by the caller
    JsonRows(InputStream input, Layout layout) throws IOException {
        this.input = new ByteCursor(input);
        this.layout = layout;
    }

    @Override
    public long position() {
        return input.position();
    }

    @Override
    public Optional<Row> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        return layout == Layout.LINES ? nextLine() : nextElement();
    }

    private Optional<Row> nextLine() throws IOException {
        while (!ended) {
            startRow();
            boolean blank = true;
            int next = input.read();
            while (next != '\n' && next != END) {
                blank &= isBlank(next);
                keep(next);
                next = input.read();
            }
            ended = next == END;
            if (!blank) {
                return Optional.of(finished());
            }
        }
        return Optional.empty();
    }

    private Optional<Row> nextElement() throws IOException {
        if (number == 0) {
            skipBlanks();
            input.read(); // the list's bracket, which is why this layout was chosen
        }
        skipBlanks();
        if (number > 0 && input.peek() == ',') {
            input.read();
            skipBlanks();
        }
        startRow();
        return switch (input.peek()) {
            case ']' -> endOfList();
            case END -> Optional.of(last("the list is not closed"));
            case '{', '[', '"' -> Optional.of(balanced());
            default -> Optional.of(bare());
        };
    }

    private Optional<Row> endOfList() throws IOException {
        input.read();
        skipBlanks();
        if (input.peek() != END) {
            return Optional.of(last("there is more after the end of the list"));
        }
        ended = true;
        return Optional.empty();
    }

    /// An object, a list or a text: up to the bracket or quote that closes it.
    private Row balanced() throws IOException {
        int depth = 0;
        boolean quoted = false;
        do {
            int next = input.read();
            keep(next);
            switch (next) {
                case END -> {
                    return last("the file ends inside this row");
                }
                case '"' -> quoted = !quoted;
                case '\\' -> {
                    if (quoted) {
                        keep(input.read());
                    }
                }
                case '{', '[' -> depth += quoted ? 0 : 1;
                case '}', ']' -> depth -= quoted ? 0 : 1;
                default -> {}
            }
        } while (depth > 0 || quoted);
        return finished();
    }

    /// A number or a word: up to what separates rows.
    private Row bare() throws IOException {
        int next = input.peek();
        while (next != ',' && next != ']' && next != END) {
            keep(input.read());
            next = input.peek();
        }
        return finished();
    }

    private void startRow() {
        number++;
        length = 0;
        row.reset();
    }

    private void keep(int next) {
        length++;
        if (length <= MAX_ROW_BYTES && next != END) {
            row.write(next);
        }
    }

    private Row finished() {
        return length > MAX_ROW_BYTES
                ? new Row.Refused(number, Reason.ROW_TOO_LARGE, "%,d bytes".formatted(length))
                : new Row.Text(number, row.toByteArray());
    }

    private Row last(String detail) {
        ended = true;
        return new Row.Refused(number, Reason.UNREADABLE, detail);
    }

    private void skipBlanks() throws IOException {
        while (isBlank(input.peek())) {
            input.read();
        }
    }

    private static boolean isBlank(int next) {
        return next == ' ' || next == '\t' || next == '\r' || next == '\n';
    }
}
