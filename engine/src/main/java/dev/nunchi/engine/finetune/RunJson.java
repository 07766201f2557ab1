package dev.nunchi.engine.finetune;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Records as small JSON files.
final class RunJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_BYTES = 1 << 20;

    private RunJson() {}

    static <T extends Record> T read(Path file, Class<T> type) throws EngineException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new DataException(file.toString(), 0, "is larger than any " + type);
            }
            return JSON.readValue(Files.readAllBytes(file), type);
        } catch (JacksonException e) {
            throw new DataException(file.toString(), 0, "is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw StorageException.of(file, "reading", e);
        }
    }

    /// Writes beside, flushes, renames.
    static void write(Path file, Record value) throws StorageException {
        var part = Storage.partOf(file);
        try {
            Files.write(part, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
            Storage.flush(part);
            Storage.publish(part, file);
        } catch (IOException e) {
            throw StorageException.of(file, "writing", e);
        }
    }

    /// One line, with the report's kind before its fields.
    static String line(String kind, Record report) {
        var node = JSON.createObjectNode().put("kind", kind);
        node.setAll(JSON.<ObjectNode>valueToTree(report));
        return JSON.writeValueAsString(node);
    }

    /// A record's values as texts, by the path of their names: `rates.weightDecay`.
    static Map<String, String> flat(Record value) {
        var texts = new TreeMap<String, String>();
        flatten("", JSON.valueToTree(value), texts);
        return texts;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> texts) {
        for (var property : node.properties()) {
            String name = prefix + property.getKey();
            var child = property.getValue();
            if (child.isObject()) {
                flatten(name + ".", child, texts);
            } else if (!child.isNull()) {
                texts.put(name, child.isValueNode() ? child.asString() : child.toString());
            }
        }
    }
}
