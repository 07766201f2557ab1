package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.engine.generate.FinishReason;

import java.time.Duration;
import java.util.ArrayList;

/// The muted line below an answer: who gave it, how it ended, how fast it came.
public final class FigureWords {
    private static final String SEPARATOR = " · ";

    private FigureWords() {}

    public static String of(AnswerFacts facts, Messages messages) {
        var parts = new ArrayList<String>();
        var formats = messages.formats();
        facts.answerer().ifPresent(who -> parts.add(AnswererWords.of(who, messages)));
        if (facts.finishReason() != FinishReason.STOP) {
            parts.add(ending(facts.finishReason(), messages));
        }
        double speed = facts.tokensPerSecond();
        if (speed > 0) {
            parts.add(messages.text("chat.figures.speed", formats.decimal(speed, digits(speed))));
        }
        if (facts.timing().firstToken() > 0) {
            parts.add(messages.text("chat.figures.first", first(facts, messages)));
        }
        if (facts.usage().newTokens() > 0) {
            parts.add(messages.text("chat.figures.tokens", facts.usage().newTokens()));
        }
        return String.join(SEPARATOR, parts);
    }

    private static int digits(double speed) {
        return speed < 100 ? 1 : 0;
    }

    private static String first(AnswerFacts facts, Messages messages) {
        double millis = facts.timing().firstToken();
        return millis < 1000
                ? messages.text("chat.figures.millis", Math.round(millis))
                : messages.formats().duration(Duration.ofMillis(Math.round(millis)));
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
