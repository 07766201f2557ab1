package dev.nunchi.app.remote;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.engine.text.Role;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// A conversation and how it is to be answered.
///
/// @param turns the last one is the question
/// @param generation its standing instruction goes first, if there is one
/// @param sameAs what the header `Idempotency-Key` says, by which a server that knows it sees that
///   it is asked the same thing again, answers as before and charges nothing
///   ([draft](https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/)); empty
///   to be answered anew each time
public record ChatRequest(List<RemoteTurn> turns, Generation generation, Optional<String> sameAs) {
    private static final JsonMapper JSON = new JsonMapper();

    public ChatRequest {
        turns = List.copyOf(turns);
    }

    /// To be answered anew.
    public ChatRequest(List<RemoteTurn> turns, Generation generation) {
        this(turns, generation, Optional.empty());
    }

    public ChatRequest withSameAs(String key) {
        return new ChatRequest(turns, generation, Optional.of(key));
    }

    /// The body of `POST /chat/completions`, as a stream of pieces is asked for.
    ///
    /// @param model by its name on the server
    public byte[] body(String model) {
        var body = JSON.createObjectNode();
        body.put("model", model);
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.put("max_tokens", generation.maxNewTokens());
        body.put("temperature", generation.temperature());
        generation.seed().ifPresent(seed -> body.put("seed", seed));
        var messages = body.putArray("messages");
        if (!generation.systemPrompt().isBlank()) {
            messages.addObject().put("role", "system").put("content", generation.systemPrompt());
        }
        turns.forEach(turn -> write(turn, messages));
        return JSON.writeValueAsBytes(body);
    }

    /// Words alone are sent as a string, which every server takes.
    private static void write(RemoteTurn turn, ArrayNode messages) {
        var message = messages.addObject();
        message.put("role", name(turn.role()));
        if (turn.pictures().isEmpty()) {
            message.put("content", turn.text());
            return;
        }
        var parts = message.putArray("content");
        for (var picture : turn.pictures()) {
            ObjectNode part = parts.addObject().put("type", "image_url");
            part.putObject("image_url").put("url", picture.dataUrl());
        }
        parts.addObject().put("type", "text").put("text", turn.text());
    }

    private static String name(Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
        };
    }
}
