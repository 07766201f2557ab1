package dev.nunchi.engine.data;

import dev.nunchi.engine.error.StorageException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// How a data file is laid out, told by its first bytes and fields, never by its name.
enum DataLayout {
    /// A JSON list of rows.
    LIST,
    /// JSON lines.
    LINES,
    /// One JSON object with `images` and `annotations`.
    COCO,
    /// Comma-separated values with a header that names a picture's and a caption's column.
    TABLE;

    /// Rows of more bytes are cut off here, which is why more than one line is tried.
    private static final int HEAD_BYTES = 1 << 20;

    private static final long LINES_TRIED = 20;

    /// @return empty if the file is of no known layout
    static Optional<DataLayout> of(Path file) throws StorageException {
        try {
            String head = head(file);
            String json = head.stripLeading();
            if (json.startsWith("[")) {
                return Optional.of(LIST);
            }
            if (json.startsWith("{")) {
                if (isCoco(file)) {
                    return Optional.of(COCO);
                }
                return hasRow(head.lines()) ? Optional.of(LINES) : Optional.empty();
            }
            return TableHeader.parse(head).map(_ -> TABLE);
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    /// The start of a text file, at most a megabyte, without a byte order mark.
    static String head(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            String text = new String(input.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
            return text.replaceFirst("^\uFEFF", "");
        }
    }

    private static boolean hasRow(Stream<String> lines) {
        return lines.limit(LINES_TRIED).anyMatch(DataLayout::isRow);
    }

    private static boolean isRow(String line) {
        try {
            JsonRow.parse(line.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (RefusedRowException _) {
            return false;
        }
    }

    private static boolean isCoco(Path file) throws IOException {
        try (var parser = CocoReader.open(file)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean annotations = parser.currentName().equals("annotations");
                if (parser.nextToken() == JsonToken.START_ARRAY && annotations) {
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        } catch (JacksonException _) {
            return false;
        }
    }
}
