package dev.nunchi.app.task;

import javafx.application.Platform;

/// Runs jobs on daemon threads and tells of them on the FX thread.
public final class FxJobRunner extends BackgroundJobRunner {
    public FxJobRunner(Boundary boundary) {
        super(boundary, Platform::runLater);
    }
}
