package dev.nunchi.app.cli;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.Grounding;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.Optional;

/// An answer as one line of JSON; the words of its keys are an interface that scripts rely on.
final class AnswerJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private AnswerJson() {}

    /// @param grounding of the answer's words, if it was asked for
    static String of(Answer answer, Optional<Grounding> grounding) {
        var usage = answer.usage();
        var timing = answer.timing();
        var json = MAPPER.createObjectNode();
        json.put("answer", answer.text());
        json.put("finishReason", answer.finishReason().name().toLowerCase(Locale.ROOT));
        json.put("promptTokens", usage.promptTokens());
        json.put("imageTokens", usage.imageTokens());
        json.put("newTokens", usage.newTokens());
        json.putObject("timing")
                .put("pictures", tenths(timing.pictures()))
                .put("prefill", tenths(timing.prefill()))
                .put("firstToken", tenths(timing.firstToken()))
                .put("decode", tenths(timing.decode()))
                .put("total", tenths(timing.total()))
                .put("tokensPerSecond", tenths(timing.tokensPerSecond(usage.newTokens())));
        var pictures = json.putArray("pictures");
        for (var picture : answer.pictures()) {
            pictures.addObject()
                    .put("tokens", picture.tokens())
                    .put("prepare", tenths(picture.prepare()))
                    .put("encode", tenths(picture.encode()));
        }
        json.putObject("memory")
                .put("process", answer.memory().process())
                .put("keysAndValues", answer.memory().keysAndValues());
        grounding.ifPresent(found -> putWords(json, found));
        return MAPPER.writeValueAsString(json);
    }

    private static void putWords(ObjectNode json, Grounding grounding) {
        var words = json.putArray("words");
        for (var word : grounding.words()) {
            words.addObject()
                    .put("text", word.text())
                    .put("seen", thousandths(word.seen()))
                    .put("guessed", thousandths(word.guessed()))
                    .put("gain", thousandths(word.gain()));
        }
    }

    private static double thousandths(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
