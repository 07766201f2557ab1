package dev.nunchi.app.store;

import dev.nunchi.engine.text.Role;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One turn of a conversation as it is remembered.
///
/// @param parent id of the turn that it follows; empty for the first
/// @param position how many turns it follows, from 0
/// @param facts of a finished answer; empty for questions and for answers that were cut off
public record StoredTurn(
        long id,
        long conversationId,
        Optional<Long> parent,
        int position,
        Role role,
        String text,
        List<StoredPicture> pictures,
        Optional<AnswerFacts> facts,
        Instant createdAt,
        State state) {
    public StoredTurn {
        pictures = List.copyOf(pictures);
    }

    /// Whether all of the turn is there.
    public enum State {
        COMPLETE,
        /// An answer that is being made, or was when the program ended.
        PARTIAL
    }
}
