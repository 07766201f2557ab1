package dev.nunchi.app.service;

import dev.nunchi.app.store.StoredTurn;

import java.util.Optional;

/// An answer as it should have been.
///
/// @param made by the model
/// @param corrected by the person; stands in front of it
/// @param refusal why it became no row of training data, if it did not
public record Correction(
        StoredTurn made, StoredTurn corrected, Optional<Corrections.Refusal> refusal) {
    /// The id of its row.
    public String row() {
        return "%d-%d".formatted(corrected.createdAt().toEpochMilli(), corrected.id());
    }
}
