package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Problem;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.Optional;

/// What the page has to say: one thing that was done, one that went wrong.
public final class CurateNews {
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Told>> told =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    CurateNews() {}

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Told>> toldProperty() {
        return told.getReadOnlyProperty();
    }

    void tell(Told now) {
        told.set(Optional.of(now));
    }

    void fail(Problem failure) {
        problem.set(Optional.of(failure));
    }

    /// The person has read what was done.
    public void forget() {
        told.set(Optional.empty());
    }

    /// The person has read what went wrong.
    public void dismiss() {
        problem.set(Optional.empty());
    }

    void clear() {
        forget();
        dismiss();
    }
}
