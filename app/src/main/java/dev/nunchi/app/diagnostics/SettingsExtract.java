package dev.nunchi.app.diagnostics;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Set;

/// The settings as far as they may leave the machine: numbers, switches and choices of a list; of
/// every text only its length, and of every list how many it holds. So a setting that is new stays
/// private until somebody says otherwise here.
final class SettingsExtract {
    private static final Set<String> TOLD = Set.of("model");
    private static final JsonMapper JSON = JsonMapper.shared();

    private SettingsExtract() {}

    /// @param json text of the settings file
    static String of(String json) {
        try {
            return JSON.readTree(json) instanceof ObjectNode settings
                    ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(extract(settings))
                    : "not an object";
        } catch (JacksonException e) {
            return "not readable as JSON";
        }
    }

    private static ObjectNode extract(ObjectNode settings) {
        var extract = JSON.createObjectNode();
        settings.properties()
                .forEach(entry ->
                        extract.set(entry.getKey(), extract(entry.getKey(), entry.getValue())));
        return extract;
    }

    private static JsonNode extract(String key, JsonNode value) {
        if (value instanceof ObjectNode nested) {
            return extract(nested);
        }
        if (value.isArray()) {
            return JSON.getNodeFactory().stringNode("(" + value.size() + " entries)");
        }
        if (value.isString() && !TOLD.contains(key)) {
            String text = value.stringValue();
            boolean choice = text.matches("[A-Z_]{2,24}");
            return choice
                    ? value
                    : JSON.getNodeFactory().stringNode("(" + text.length() + " characters)");
        }
        return value;
    }
}
