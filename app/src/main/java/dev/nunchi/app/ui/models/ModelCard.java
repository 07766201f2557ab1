package dev.nunchi.app.ui.models;

import dev.nunchi.engine.library.InstalledModel;

import java.util.Optional;
import java.util.OptionalInt;

/// A model as its card shows it.
///
/// @param contextLength tokens; known of the model that is open
/// @param fit empty until its files were read, and if they cannot be read
public record ModelCard(
        InstalledModel model, Use use, OptionalInt contextLength, Optional<MemoryFit> fit) {
    /// Whether the model answers.
    public enum Use {
        INSTALLED,
        OPENING,
        IN_USE
    }

    public boolean isRemovable() {
        return model.origin() == InstalledModel.Origin.IMPORTED;
    }
}
