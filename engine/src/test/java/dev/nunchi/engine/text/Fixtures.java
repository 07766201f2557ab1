package dev.nunchi.engine.text;

import dev.nunchi.engine.testing.Golden;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads the reference fixtures that concern text.
final class Fixtures {
    private Fixtures() {}

    /// @param name a path below `golden`
    static String text(String name) throws IOException {
        return Files.readString(Golden.path(name));
    }

    static JsonNode json(String name) throws IOException {
        return JsonMapper.shared().readTree(text(name));
    }

    static int[] ints(JsonNode numbers) {
        return numbers.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    static List<Message> messages(JsonNode nodes) {
        var messages = new ArrayList<Message>();
        for (var node : nodes) {
            var role = Role.valueOf(node.get("role").asString().toUpperCase(Locale.ROOT));
            int pictures = 0;
            var text = new StringBuilder(node.get("content").asString(""));
            for (var part : node.get("content")) {
                pictures += part.get("type").asString().equals("image") ? 1 : 0;
                text.append(part.path("text").asString(""));
            }
            messages.add(new Message(role, pictures, text.toString()));
        }
        return messages;
    }
}
