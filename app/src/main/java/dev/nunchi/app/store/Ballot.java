package dev.nunchi.app.store;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// A person's choice among answers to one question that stood side by side without names.
///
/// @param entries the answers, in the order in which they were shown
/// @param winner index of the entry that was better than all others; empty if none was
public record Ballot(String question, List<Entry> entries, OptionalInt winner, Instant votedAt) {
    public Ballot {
        entries = List.copyOf(entries);
        if (winner.isPresent() && (winner.getAsInt() < 0 || winner.getAsInt() >= entries.size())) {
            throw new IllegalArgumentException(
                    "entry %d of %d".formatted(winner.getAsInt(), entries.size()));
        }
    }

    /// What somebody answered.
    public record Entry(Answerer answerer, String text) {}

    public boolean isWonBy(Answerer answerer) {
        return winner.isPresent() && entries.get(winner.getAsInt()).answerer().equals(answerer);
    }
}
