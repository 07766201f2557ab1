package dev.nunchi.app.store;

import java.time.Instant;
import java.util.Optional;

/// One conversation of the list.
///
/// @param title may be empty until the first question
/// @param updatedAt when a turn was last added or finished
/// @param modelName the model that last answered; empty before
/// @param folder the [Folder] that it lies in, by id
/// @param pinnedAt when it was pinned to the top of the list, if it is
public record Conversation(
        long id,
        String title,
        Instant createdAt,
        Instant updatedAt,
        String modelName,
        Optional<Long> folder,
        Optional<Instant> pinnedAt) {
    /// One that lies in no folder and is not pinned.
    public static Conversation loose(
            long id, String title, Instant createdAt, Instant updatedAt, String modelName) {
        return new Conversation(
                id, title, createdAt, updatedAt, modelName, Optional.empty(), Optional.empty());
    }
}
