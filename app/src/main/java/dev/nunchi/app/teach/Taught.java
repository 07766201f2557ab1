package dev.nunchi.app.teach;

import dev.nunchi.engine.data.SampleTurn;

import java.util.List;
import java.util.Optional;

/// What became of a lesson.
public sealed interface Taught {
    /// A conversation.
    ///
    /// @param turns user and assistant in turn, the assistant last
    /// @param prompts name and version of what it was written with
    /// @param request the ledger's key of the request, if one was sent
    record Turns(List<SampleTurn> turns, String prompts, Optional<String> request)
            implements Taught {
        public Turns {
            turns = List.copyOf(turns);
        }
    }

    /// No conversation.
    ///
    /// @param why in English, for the log
    record Nothing(Why why, String detail) implements Taught {}

    /// Why there is no conversation.
    enum Why {
        /// The scene has too few captions or boxes for this kind.
        TOO_LITTLE_KNOWN,
        /// What the teacher wrote cannot be used, even after it was asked again.
        UNUSABLE_ANSWER,
        /// The teacher's server failed or gave up, for this lesson.
        FAILED,
        CANCELLED
    }
}
