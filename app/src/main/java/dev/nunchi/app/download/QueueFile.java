package dev.nunchi.app.download;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Which models the person wants, by id and in order, as a JSON array of texts.
final class QueueFile {
    private static final Logger LOG = LoggerFactory.getLogger(QueueFile.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_BYTES = 1 << 16;

    private final Path file;

    QueueFile(Path file) {
        this.file = file;
    }

    /// Nothing if there is no file that can be read: what was received is kept all the same.
    List<String> read() {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return List.of();
            }
            return JSON.readTree(Files.readAllBytes(file))
                    .valueStream()
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .distinct()
                    .toList();
        } catch (JacksonException | IOException e) {
            LOG.warn("The queue of downloads cannot be read: {}", e.getClass().getName());
            return List.of();
        }
    }

    void write(List<String> ids) throws DownloadException {
        var array = JSON.createArrayNode();
        ids.forEach(array::add);
        try {
            Files.createDirectories(file.resolveSibling(""));
            Path part = Storage.partOf(file);
            Files.write(part, JSON.writeValueAsBytes(array));
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw DownloadException.of(
                    StorageException.of(file, "noting what is to be downloaded", e));
        }
    }
}
