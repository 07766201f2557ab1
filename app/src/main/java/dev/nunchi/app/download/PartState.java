package dev.nunchi.app.download;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the bytes of a part came from, so that the rest can be asked of the same file. Lies beside
/// the part.
///
/// @param address that was asked, before any redirect
/// @param etag a strong one
record PartState(String address, Optional<String> etag) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_BYTES = 1 << 16;

    static Path fileOf(Path target) {
        return target.resolveSibling(target.getFileName() + ".resume.json");
    }

    /// Empty if there is none that can be read: then the file is begun again.
    static Optional<PartState> read(Path target) throws StorageException {
        Path file = fileOf(target);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            return node.path("address").isString()
                    ? Optional.of(
                            new PartState(
                                    node.path("address").asString(),
                                    Optional.of(node.path("etag"))
                                            .filter(JsonNode::isString)
                                            .map(JsonNode::asString)))
                    : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw StorageException.of(file, "reading what was received of a file", e);
        }
    }

    void write(Path target) throws StorageException {
        Path file = fileOf(target);
        var node = JSON.createObjectNode().put("address", address);
        etag.ifPresent(tag -> node.put("etag", tag));
        try {
            Path part = Storage.partOf(file);
            Files.write(part, JSON.writeValueAsBytes(node));
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw StorageException.of(file, "noting what is received", e);
        }
    }

    static void delete(Path target) throws StorageException {
        try {
            Files.deleteIfExists(fileOf(target));
        } catch (IOException e) {
            throw StorageException.of(fileOf(target), "removing what is not needed any more", e);
        }
    }
}
