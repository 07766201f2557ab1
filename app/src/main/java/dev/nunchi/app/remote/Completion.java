package dev.nunchi.app.remote;

import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.generate.FinishReason;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;
import java.util.function.LongSupplier;

/// An answer as its pieces come in: `chat.completion.chunk` objects, or one `chat.completion` of a
/// server that does not stream.
final class Completion {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DONE = "[DONE]";
    private static final double NANOS_PER_MILLI = 1e6;

    private final Endpoint endpoint;
    private final LongSupplier nanoTime;
    private final long asked;
    private final StringBuilder text = new StringBuilder();
    private Optional<FinishReason> finish = Optional.empty();
    private TokenUsage usage = new TokenUsage(0, 0, 0);
    private long first;
    private long last;
    private boolean begun;
    private boolean done;

    /// Begins to count the time now.
    Completion(Endpoint endpoint, LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
        asked = nanoTime.getAsLong();
        first = asked;
        last = asked;
    }

    /// Takes the data of one event.
    ///
    /// @return the words that it adds; often none
    String add(String data) throws RemoteException {
        if (data.strip().equals(DONE)) {
            done = true;
            return "";
        }
        var chunk = parse(endpoint, data);
        if (chunk.hasNonNull("error")) {
            throw new RemoteException(
                    RemoteException.Reason.SERVER_FAILED,
                    endpoint,
                    "the stream holds an error",
                    Refusals.words(chunk, endpoint));
        }
        readUsage(chunk.path("usage"));
        begun |= chunk.has("choices");
        var choice = chunk.path("choices").path(0);
        finish = finishOf(choice.path("finish_reason")).or(() -> finish);
        return grow(wordsOf(choice));
    }

    static JsonNode parse(Endpoint endpoint, String json) throws RemoteException {
        try {
            var node = JSON.readTree(json);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            throw RemoteException.notUnderstood(
                    endpoint, "no JSON: " + e.getClass().getSimpleName());
        }
        throw RemoteException.notUnderstood(endpoint, "JSON, but no object");
    }

    private static String wordsOf(JsonNode choice) {
        var streamed = choice.path("delta").path("content");
        var whole = choice.path("message").path("content");
        return streamed.isString()
                ? streamed.stringValue()
                : whole.isString() ? whole.stringValue() : "";
    }

    private String grow(String words) {
        if (!words.isEmpty()) {
            last = nanoTime.getAsLong();
            if (text.isEmpty()) {
                first = last;
            }
            text.append(words);
        }
        return words;
    }

    private void readUsage(JsonNode node) {
        if (node.isObject()) {
            usage =
                    new TokenUsage(
                            node.path("prompt_tokens").asInt(0),
                            node.path("prompt_tokens_details").path("image_tokens").asInt(0),
                            node.path("completion_tokens").asInt(0));
        }
    }

    private static Optional<FinishReason> finishOf(JsonNode node) {
        if (!node.isString()) {
            return Optional.empty();
        }
        return Optional.of(
                node.stringValue().equals("length") ? FinishReason.LENGTH : FinishReason.STOP);
    }

    /// Whether anything came that belongs to an answer.
    boolean isBegun() {
        return begun;
    }

    /// Whether the server has said that nothing more comes.
    boolean isDone() {
        return done;
    }

    /// Whether the answer is whole: the server said why it ended, or that it did.
    boolean isWhole() {
        return done || finish.isPresent();
    }

    Answer cancelled() {
        return answer(FinishReason.CANCELLED);
    }

    Answer finished() {
        return answer(finish.orElse(FinishReason.STOP));
    }

    private Answer answer(FinishReason reason) {
        return new Answer(
                text.toString(),
                reason,
                usage,
                new AnswerTiming(
                        0,
                        0,
                        (first - asked) / NANOS_PER_MILLI,
                        (last - first) / NANOS_PER_MILLI,
                        (nanoTime.getAsLong() - asked) / NANOS_PER_MILLI));
    }
}
