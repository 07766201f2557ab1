package dev.nunchi.app.store;

import dev.nunchi.engine.text.Role;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A conversation that comes from a file.
///
/// @param turns each after the one that it follows; of several that follow the same turn the last
///   stands in front
public record ImportedConversation(
        String title,
        String modelName,
        Instant createdAt,
        Instant updatedAt,
        List<ImportedTurn> turns) {
    public ImportedConversation {
        turns = List.copyOf(turns);
        for (int i = 0; i < turns.size(); i++) {
            int self = i;
            if (turns.get(i).parent().filter(parent -> parent < 0 || parent >= self).isPresent()) {
                throw new IllegalArgumentException("turn " + i + " follows one that comes later");
            }
        }
    }

    /// One turn of it.
    ///
    /// @param parent index in the list of the turn that it follows; empty for the first
    /// @param answerer who gave an answer, if the file tells
    public record ImportedTurn(
            Optional<Integer> parent,
            Role role,
            String text,
            List<StoredPicture> pictures,
            Instant createdAt,
            Optional<Answerer> answerer) {
        public ImportedTurn {
            pictures = List.copyOf(pictures);
        }

        /// One of which nobody knows who said it, or that a person said.
        public ImportedTurn(
                Optional<Integer> parent,
                Role role,
                String text,
                List<StoredPicture> pictures,
                Instant createdAt) {
            this(parent, role, text, pictures, createdAt, Optional.empty());
        }
    }
}
