package dev.nunchi.app.paid;

import dev.nunchi.app.store.LedgerEntry.Cost;

/// What a server takes for tokens, in any currency; a local one takes nothing.
///
/// @param promptMillion for a million tokens of prompts
/// @param answerMillion for a million tokens of answers
public record Price(double promptMillion, double answerMillion) {
    private static final double MILLION = 1e6;

    public Price {
        if (!(promptMillion >= 0 && answerMillion >= 0)) {
            throw new IllegalArgumentException("a price below nothing");
        }
    }

    public static Price free() {
        return new Price(0, 0);
    }

    Cost of(long promptTokens, long answerTokens) {
        return new Cost(
                promptTokens + answerTokens,
                (promptTokens * promptMillion + answerTokens * answerMillion) / MILLION);
    }
}
