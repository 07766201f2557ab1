package dev.nunchi.app.exchange;

import dev.nunchi.app.exchange.ImportProblem.Reason;
import dev.nunchi.engine.text.Role;

import tools.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Reads fields of foreign JSON.
final class Fields {
    private static final double MILLIS_PER_SECOND = 1000;

    /// Later than any time in seconds that a chat could have: then it is milliseconds.
    private static final double FAR_SECONDS = 1e11;

    private Fields() {}

    static String text(JsonNode node, String field) {
        return node.path(field).isString() ? node.path(field).asString() : "";
    }

    static JsonNode object(JsonNode node, String field) throws BadConversationException {
        var found = node.path(field);
        if (!found.isObject()) {
            throw malformed(field, "an object", found);
        }
        return found;
    }

    static JsonNode array(JsonNode node, String field) throws BadConversationException {
        var found = node.path(field);
        if (!found.isArray()) {
            throw malformed(field, "a list", found);
        }
        return found;
    }

    /// A time in seconds or milliseconds since 1970, or as ISO 8601.
    static Optional<Instant> time(JsonNode node, String field) {
        var found = node.path(field);
        try {
            if (found.isNumber()) {
                double value = found.asDouble();
                double millis = value > FAR_SECONDS ? value : value * MILLIS_PER_SECOND;
                return Optional.of(Instant.ofEpochMilli(Math.round(millis)));
            }
            return found.isString()
                    ? Optional.of(Instant.parse(found.asString()))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// @return empty for roles that do not speak, such as tools
    static Optional<Role> speaker(String name) throws BadConversationException {
        return switch (name) {
            case "user" -> Optional.of(Role.USER);
            case "assistant" -> Optional.of(Role.ASSISTANT);
            case "system", "tool", "developer" -> Optional.empty();
            default ->
                    throw new BadConversationException(
                            Reason.MALFORMED, "unknown role '" + name + "'");
        };
    }

    static BadConversationException malformed(String field, String expected, JsonNode found) {
        return new BadConversationException(
                Reason.MALFORMED,
                "'%s': expected %s, found %s"
                        .formatted(
                                field,
                                expected,
                                found.getNodeType().name().toLowerCase(Locale.ROOT)));
    }
}
