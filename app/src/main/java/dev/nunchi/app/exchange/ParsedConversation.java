package dev.nunchi.app.exchange;

import dev.nunchi.app.store.Answerer;
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
    ///
    /// @param answerer who gave an answer, if the file tells
    public record Content(
            Role role,
            String text,
            List<Picture> pictures,
            Instant createdAt,
            Optional<Answerer> answerer) {
        public Content {
            pictures = List.copyOf(pictures);
        }

        /// As another program's file has it, which knows models by name alone.
        ///
        /// @param model may be empty; counts for answers only
        static Content of(
                Role role, String text, List<Picture> pictures, Instant createdAt, String model) {
            boolean told = role == Role.ASSISTANT && !model.isBlank();
            return new Content(
                    role,
                    text,
                    pictures,
                    createdAt,
                    told ? Optional.of(Answerer.local(model, Optional.empty())) : Optional.empty());
        }
    }

    /// An encoded picture.
    ///
    /// @param bytes are not copied
    @SuppressWarnings("ArrayRecordComponent")
    public record Picture(String name, byte[] bytes) {}
}
