package dev.nunchi.app.ui.catalogue;

import javafx.beans.value.ObservableValue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The installed models, as the catalogue needs them. Used on the FX thread.
public interface Library {
    /// Names of the installed models.
    ObservableValue<List<String>> names();

    /// The model that was imported last, until something else happens there.
    ObservableValue<Optional<String>> imported();

    /// Whether an import runs: then no other can begin.
    boolean isBusy();

    /// Imports a model, or asks the person how.
    void add(Path folder);
}
