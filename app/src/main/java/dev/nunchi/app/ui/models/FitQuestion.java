package dev.nunchi.app.ui.models;

import dev.nunchi.engine.library.InstalledModel;

import java.util.Optional;

/// A model does not fit the memory that is free: what can be done about it.
///
/// @param fit as it would be opened
/// @param shorter with as much of its context as fits; empty if not even a short one does
/// @param smaller packed to 4 bits; empty if that does not help
public record FitQuestion(
        InstalledModel model,
        MemoryFit fit,
        Optional<MemoryFit> shorter,
        Optional<MemoryFit> smaller) {}
