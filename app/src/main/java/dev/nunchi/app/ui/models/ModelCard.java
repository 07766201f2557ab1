package dev.nunchi.app.ui.models;

import dev.nunchi.engine.library.InstalledModel;

import java.util.OptionalInt;

/// A model as its card shows it.
///
/// @param contextLength tokens; known of the model that is open
public record ModelCard(InstalledModel model, Use use, OptionalInt contextLength, MemoryFit fit) {
    /// Whether the model answers.
    public enum Use {
        INSTALLED,
        OPENING,
        IN_USE
    }

    private static final double NOTABLE = 1.2;

    public boolean isRemovable() {
        return model.origin() == InstalledModel.Origin.IMPORTED;
    }

    /// Whether the open model takes notably more than its files.
    public boolean isWiderOpen() {
        return model.memory() > model.bytes() * NOTABLE;
    }
}
