package dev.nunchi.app.cli;

import dev.nunchi.engine.chat.Answer;

import tools.jackson.databind.json.JsonMapper;

import java.util.Locale;

/// An answer as one line of JSON; the words of its keys are an interface that scripts rely on.
final class AnswerJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private AnswerJson() {}

    static String of(Answer answer) {
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
        return MAPPER.writeValueAsString(json);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
