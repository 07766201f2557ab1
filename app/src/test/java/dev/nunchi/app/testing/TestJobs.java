package dev.nunchi.app.testing;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.task.Boundary;
import dev.nunchi.app.task.DirectJobRunner;
import dev.nunchi.app.task.ErrorReports;

import java.nio.file.Path;

/// Jobs that are done when they are started, with English problems.
public final class TestJobs {
    private TestJobs() {}

    /// @param folder where reports of unexpected errors go
    public static DirectJobRunner direct(Path folder) {
        return new DirectJobRunner(
                new Boundary(Messages.of(Language.EN), new ErrorReports(folder)));
    }
}
