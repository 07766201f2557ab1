package dev.nunchi.app.ui.catalogue;

import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.app.download.Download;

import java.util.Optional;

/// A model of the catalogue as its card shows it.
///
/// @param state empty if it is not being downloaded
/// @param installed whether a model of its name is in the library
/// @param memoryBytes memory of this computer
public record CatalogueCard(
        CatalogueModel model, Optional<Download.State> state, boolean installed, long memoryBytes) {
    // Of what the computer has: the system and other programs want some, too.
    private static final double COMFORTABLE = 0.6;
    private static final double POSSIBLE = 0.9;

    /// Whether a model's needs go with this computer's memory.
    public enum Fit {
        GOOD,
        /// As it is it would not fit; packed to 4 bits at import it does.
        PACKED_ONLY,
        TIGHT,
        TOO_LARGE
    }

    /// Of the form that fits best.
    public Fit fit() {
        if (model.memory() <= memoryBytes * COMFORTABLE) {
            return Fit.GOOD;
        }
        if (model.packedMemory() > memoryBytes * POSSIBLE) {
            return Fit.TOO_LARGE;
        }
        if (model.packedMemory() > memoryBytes * COMFORTABLE) {
            return Fit.TIGHT;
        }
        return model.form() == CatalogueModel.Form.HALF ? Fit.PACKED_ONLY : Fit.TIGHT;
    }
}
