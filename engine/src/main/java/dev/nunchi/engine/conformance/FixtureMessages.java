package dev.nunchi.engine.conformance;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.text.Message;
import dev.nunchi.engine.text.Role;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Conversations as fixtures spell them: Hugging Face's message lists.
final class FixtureMessages {
    private FixtureMessages() {}

    /// @param where the entry's name, for errors
    /// @throws DataException if a part is of an unknown type or a picture comes after words
    static List<Message> read(JsonNode messages, String where) throws DataException {
        var result = new ArrayList<Message>();
        for (var message : messages) {
            result.add(message(message, where));
        }
        return result;
    }

    private static Message message(JsonNode message, String where) throws DataException {
        var role = Role.valueOf(message.get("role").asString().toUpperCase(Locale.ROOT));
        var content = message.get("content");
        if (content.isString()) {
            return new Message(role, content.asString());
        }
        int pictures = 0;
        var text = new StringBuilder();
        for (var part : content) {
            String type = part.get("type").asString();
            switch (type) {
                case "text" -> text.append(part.get("text").asString());
                case "image" -> {
                    if (!text.isEmpty()) {
                        throw new DataException(where, 0, "a picture after words");
                    }
                    pictures++;
                }
                default -> throw new DataException(where, 0, "content of type '" + type + "'");
            }
        }
        return new Message(role, pictures, text.toString());
    }
}
