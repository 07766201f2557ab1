package dev.nunchi.app.judge;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.StorageException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Rows that are on the disk as soon as they are there, so that a run which is killed goes on where
/// it was.
///
/// A file of JSON lines, each with a `key`. A last line that a kill tore off is dropped when the
/// file is opened again.
final class Journal implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final FileChannel channel;
    private final Map<String, JsonNode> rows;

    private Journal(Path file, FileChannel channel, Map<String, JsonNode> rows) {
        this.file = file;
        this.channel = channel;
        this.rows = rows;
    }

    /// Opens a file, or begins it.
    ///
    /// @throws DataException if a line other than the last is damaged
    static Journal open(Path file) throws StorageException, DataException {
        try {
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            int whole = wholeLines(bytes);
            var rows = rows(file, new String(bytes, 0, whole, StandardCharsets.UTF_8));
            var channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(whole);
            channel.position(whole);
            return new Journal(file, channel, rows);
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    private static int wholeLines(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] != '\n') {
            length--;
        }
        return length;
    }

    private static Map<String, JsonNode> rows(Path file, String text) throws DataException {
        var rows = new LinkedHashMap<String, JsonNode>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            try {
                var row = JSON.readTree(line);
                rows.put(row.path("key").asString(""), row);
            } catch (JacksonException e) {
                throw new DataException(
                        String.valueOf(file.getFileName()),
                        number,
                        "is no JSON: " + e.getOriginalMessage());
            }
        }
        return rows;
    }

    static ObjectNode row() {
        return JSON.createObjectNode();
    }

    Optional<JsonNode> find(String key) {
        return Optional.ofNullable(rows.get(key));
    }

    /// Adds a row and waits until it is on the disk.
    void add(String key, ObjectNode row) throws StorageException {
        row.put("key", key);
        try {
            var bytes =
                    ByteBuffer.wrap(
                            (JSON.writeValueAsString(row) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
        rows.put(key, row);
    }

    @Override
    public void close() throws StorageException {
        try {
            channel.close();
        } catch (IOException e) {
            throw StorageException.of(file, "closing", e);
        }
    }
}
