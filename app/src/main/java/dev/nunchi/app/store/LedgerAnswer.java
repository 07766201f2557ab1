package dev.nunchi.app.store;

import dev.nunchi.app.store.LedgerEntry.Cost;

import java.time.Instant;

/// An answer that was paid for.
///
/// @param finish `stop` or `length`: whether the answer ends by itself
public record LedgerAnswer(String text, String finish, Cost cost, Instant at) {}
