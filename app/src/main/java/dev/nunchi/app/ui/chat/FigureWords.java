package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.engine.generate.FinishReason;

import java.time.Duration;
import java.util.ArrayList;

/// The muted line below an answer: how it ended, how fast it came.
final class FigureWords {
    private static final String SEPARATOR = " · ";

    private FigureWords() {}

    static String of(AnswerFacts facts, Messages messages) {
        var parts = new ArrayList<String>();
        var formats = messages.formats();
        if (facts.finishReason() != FinishReason.STOP) {
            parts.add(ending(facts.finishReason(), messages));
        }
        if (facts.tokensPerSecond() > 0) {
            parts.add(
                    messages.text(
                            "chat.figures.speed", formats.decimal(facts.tokensPerSecond(), 1)));
        }
        if (facts.usage().newTokens() > 0) {
            var first = Duration.ofNanos((long) (facts.timing().firstToken() * 1e6));
            parts.add(messages.text("chat.figures.first", formats.duration(first)));
        }
        parts.add(messages.text("chat.figures.tokens", facts.usage().newTokens()));
        return String.join(SEPARATOR, parts);
    }

    private static String ending(FinishReason reason, Messages messages) {
        return messages.text(
                switch (reason) {
                    case STOP -> "chat.finish.stop";
                    case LENGTH -> "chat.finish.length";
                    case CONTEXT_FULL -> "chat.finish.contextFull";
                    case REPETITION -> "chat.finish.repetition";
                    case CANCELLED -> "chat.finish.cancelled";
                });
    }
}
