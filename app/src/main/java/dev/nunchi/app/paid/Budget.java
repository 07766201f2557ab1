package dev.nunchi.app.paid;

import dev.nunchi.app.store.LedgerEntry.Cost;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What may be spent for one purpose, over all its runs.
///
/// @param tokens of prompts and answers; empty for any number
/// @param money in the currency of the price; empty for any amount
public record Budget(OptionalLong tokens, OptionalDouble money) {
    public static Budget unlimited() {
        return new Budget(OptionalLong.empty(), OptionalDouble.empty());
    }

    boolean allows(Cost cost) {
        return cost.tokens() <= tokens.orElse(Long.MAX_VALUE)
                && cost.money() <= money.orElse(Double.MAX_VALUE);
    }
}
