package dev.nunchi.app.exchange;

import dev.nunchi.engine.text.Role;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A conversation as a file has it.
///
/// @param turns each after the one that it follows; of several that follow the same turn the last
///   stands in front
public record ParsedConversation(
        String title, String model, Instant createdAt, Instant updatedAt, List<Turn> turns) {
    public ParsedConversation {
        turns = List.copyOf(turns);
    }

    /// One turn of it.
    ///
    /// @param parent index of the turn that it follows
    public record Turn(Optional<Integer> parent, Content content) {}

    /// What was said.
    public record Content(Role role, String text, List<Picture> pictures, Instant createdAt) {
        public Content {
            pictures = List.copyOf(pictures);
        }
    }

    /// An encoded picture.
    ///
    /// @param bytes are not copied
    @SuppressWarnings("ArrayRecordComponent")
    public record Picture(String name, byte[] bytes) {}
}
