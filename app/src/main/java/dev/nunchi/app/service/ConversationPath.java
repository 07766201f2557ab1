package dev.nunchi.app.service;

import dev.nunchi.app.store.StoredTurn;

import java.util.List;
import java.util.Map;

/// The turns of a conversation that stand in front, and what stands beside them.
///
/// @param forks for a turn that others stand beside, the ids of all of them in the order in which
///   they were made
public record ConversationPath(List<StoredTurn> turns, Map<Long, List<Long>> forks) {
    public ConversationPath {
        turns = List.copyOf(turns);
        forks = Map.copyOf(forks);
    }

    /// The turns that stand at the place of one, itself included.
    public List<Long> beside(long turn) {
        return forks.getOrDefault(turn, List.of(turn));
    }
}
