package dev.nunchi.app.ui.compare;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.SideAnswer;
import dev.nunchi.engine.progress.Stage;

/// How far one of several answers is.
public sealed interface ColumnState {
    /// Others of this computer answer first.
    record Waiting() implements ColumnState {}

    /// The model is opened, the picture looked at or the question read.
    ///
    /// @param fraction `0..1`, or -1 if not known
    record Preparing(Stage stage, double fraction) implements ColumnState {}

    /// Words come.
    record Answering() implements ColumnState {}

    /// There is an answer, or what there was of it when it was stopped.
    record Answered(SideAnswer given) implements ColumnState {}

    /// Stopped before it began.
    record Skipped() implements ColumnState {}

    /// What had come by then is shown all the same.
    record Failed(Problem problem) implements ColumnState {}

    /// Whether nothing more will come.
    default boolean isOver() {
        return switch (this) {
            case Waiting _, Preparing _, Answering _ -> false;
            case Answered _, Skipped _, Failed _ -> true;
        };
    }
}
