package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.store.Vote;

/// Where a comparison of two answers stands.
public sealed interface ComparisonState {
    /// A picture and a question are wanted.
    record Asking() implements ComparisonState {}

    /// The first or second answer is being made.
    ///
    /// @param finished how many answers are there, 0 or 1
    record Answering(int finished) implements ComparisonState {}

    /// Both answers are there and wait for a vote.
    record Voting() implements ComparisonState {}

    /// The names are shown.
    record Revealed(Vote vote) implements ComparisonState {}

    record Failed(Problem problem) implements ComparisonState {}
}
