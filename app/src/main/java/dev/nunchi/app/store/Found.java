package dev.nunchi.app.store;

import java.util.Optional;

/// A conversation that a search found.
///
/// @param excerpt of the first turn in which one of the words occurs; empty if they occur in the
///   title alone
public record Found(Conversation conversation, Optional<Excerpt> excerpt) {}
