package dev.nunchi.app.service;

import dev.nunchi.app.store.Verdict;
import dev.nunchi.app.store.VerdictPair;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/// How far two reviewers agree on the rows on which both have decided.
///
/// @param pairs each pair of verdicts at most once
public record Agreement(String first, String second, List<VerdictPair> pairs) {
    public Agreement {
        pairs = List.copyOf(pairs);
    }

    /// Rows on which both have decided.
    public int rows() {
        return pairs.stream().mapToInt(VerdictPair::rows).sum();
    }

    /// Rows that got these verdicts.
    public int rows(Verdict ofFirst, Verdict ofSecond) {
        return pairs.stream()
                .filter(pair -> pair.first() == ofFirst && pair.second() == ofSecond)
                .mapToInt(VerdictPair::rows)
                .sum();
    }

    /// The share of rows with equal verdicts, `0..1`.
    ///
    /// @return empty without rows
    public OptionalDouble raw() {
        if (rows() == 0) {
            return OptionalDouble.empty();
        }
        double equal = 0;
        for (var verdict : Verdict.values()) {
            equal += rows(verdict, verdict);
        }
        return OptionalDouble.of(equal / rows());
    }

    /// Cohen's kappa: agreement beyond what their habits alone would give, 1 at most, 0 for none.
    ///
    /// J. Cohen, *A Coefficient of Agreement for Nominal Scales*, 1960: `(p_o - p_e) / (1 - p_e)`.
    ///
    /// @return empty without rows, and where both always judge alike, which leaves nothing to
    ///   expect
    public OptionalDouble kappa() {
        if (rows() == 0) {
            return OptionalDouble.empty();
        }
        double expected = 0;
        for (var verdict : Verdict.values()) {
            expected += share(verdict, VerdictPair::first) * share(verdict, VerdictPair::second);
        }
        double beyond = 1 - expected;
        return beyond < 1e-12
                ? OptionalDouble.empty()
                : OptionalDouble.of((raw().orElseThrow() - expected) / beyond);
    }

    private double share(Verdict verdict, Function<VerdictPair, Verdict> whose) {
        double rows =
                pairs.stream()
                        .filter(pair -> whose.apply(pair) == verdict)
                        .mapToInt(VerdictPair::rows)
                        .sum();
        return rows / rows();
    }
}
