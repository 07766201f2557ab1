package dev.nunchi.app.server;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.TokenChoice;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// Writes one answer in the objects of the API: `chat.completion`, or its chunks.
///
/// @param id of the answer
/// @param created in seconds of Unix
/// @param model that answers
record CompletionJson(String id, long created, String model) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FINISH = "finish_reason";

    /// Stands where a token holds a part of a character.
    private static final char PART = '\uFFFD';

    static CompletionJson of(String model) {
        String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
        return new CompletionJson(id, System.currentTimeMillis() / 1000, model);
    }

    /// The whole answer.
    ///
    /// @param tokens empty if nobody asked for log-probabilities
    String whole(Answer answer, List<TokenChoice> tokens) {
        var object = object("chat.completion");
        var choice = object.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", answer.text())
                .putNull("refusal");
        logprobs(choice, tokens);
        choice.put(FINISH, finish(answer.finishReason()));
        object.set("usage", usage(answer.usage()));
        return JSON.writeValueAsString(object);
    }

    /// The first piece, which says who speaks.
    String beginning() {
        var chunk = object("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("role", "assistant").put("content", "");
        choice.putNull(FINISH);
        return JSON.writeValueAsString(chunk);
    }

    String piece(String delta, List<TokenChoice> tokens) {
        var chunk = object("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put("content", delta);
        logprobs(choice, tokens);
        choice.putNull(FINISH);
        return JSON.writeValueAsString(chunk);
    }

    /// The last piece of the text: none, but why.
    String ending(FinishReason reason, List<TokenChoice> tokens) {
        var chunk = object("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        logprobs(choice, tokens);
        choice.put(FINISH, finish(reason));
        return JSON.writeValueAsString(chunk);
    }

    /// What follows the last piece if it was asked for.
    String usageChunk(TokenUsage usage) {
        var chunk = object("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usage(usage));
        return JSON.writeValueAsString(chunk);
    }

    private ObjectNode object(String kind) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", kind)
                .put("created", created)
                .put("model", model);
    }

    /// An answer that ran in a circle was cut off as a long one is.
    private static String finish(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH, CONTEXT_FULL, REPETITION, CANCELLED -> "length";
        };
    }

    private static ObjectNode usage(TokenUsage usage) {
        var node =
                JSON.createObjectNode()
                        .put("prompt_tokens", usage.promptTokens())
                        .put("completion_tokens", usage.newTokens())
                        .put("total_tokens", usage.promptTokens() + usage.newTokens());
        node.putObject("prompt_tokens_details").put("image_tokens", usage.imageTokens());
        return node;
    }

    private static void logprobs(ObjectNode choice, List<TokenChoice> tokens) {
        if (tokens.isEmpty()) {
            choice.putNull("logprobs");
            return;
        }
        var content = choice.putObject("logprobs").putArray("content");
        for (var token : tokens) {
            var node = candidate(content, token.chosen());
            var top = node.putArray("top_logprobs");
            token.likeliest().forEach(other -> candidate(top, other));
        }
    }

    private static ObjectNode candidate(ArrayNode to, TokenChoice.Candidate candidate) {
        var node =
                to.addObject()
                        .put("token", candidate.text())
                        .put("logprob", candidate.logProbability());
        if (candidate.text().indexOf(PART) >= 0) {
            return node.putNull("bytes");
        }
        var bytes = node.putArray("bytes");
        for (byte b : candidate.text().getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xff);
        }
        return node;
    }
}
