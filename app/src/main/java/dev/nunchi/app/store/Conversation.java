package dev.nunchi.app.store;

import java.time.Instant;

/// One conversation of the list.
///
/// @param title may be empty until the first question
/// @param updatedAt when a turn was last added or finished
/// @param modelName the model that last answered; empty before
public record Conversation(
        long id, String title, Instant createdAt, Instant updatedAt, String modelName) {}
