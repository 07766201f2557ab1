package dev.nunchi.app.ui.support;

import dev.nunchi.app.diagnostics.Diagnostics;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.nio.file.Path;
import java.util.Optional;

/// Which of the helping pages is shown.
public final class SupportViewModel {
    private final LogViewModel log;
    private final DiagnosticsViewModel diagnostics;
    private final Runnable tryAsUsual;
    private final ReadOnlyObjectWrapper<Optional<SupportPage>> page =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<SupportPage> before = Optional.empty();

    /// @param log the file of the window's log
    /// @param tryAsUsual starts again with the person's settings and model
    public SupportViewModel(
            Diagnostics diagnostics, Path log, JobRunner jobs, Runnable tryAsUsual) {
        this.log = new LogViewModel(log, jobs);
        this.diagnostics = new DiagnosticsViewModel(diagnostics, jobs);
        this.tryAsUsual = tryAsUsual;
    }

    /// Empty while the window is as usual.
    public ReadOnlyObjectProperty<Optional<SupportPage>> pageProperty() {
        return page.getReadOnlyProperty();
    }

    public LogViewModel log() {
        return log;
    }

    public DiagnosticsViewModel diagnostics() {
        return diagnostics;
    }

    /// Brings a page to the front; from the one of a safe start, [#back] leads back to it.
    public void show(SupportPage next) {
        before = page.get().filter(SupportPage.SAFE_START::equals);
        page.set(Optional.of(next));
        switch (next) {
            case SAFE_START -> {}
            case LOG -> log.refresh();
            case DIAGNOSTICS -> diagnostics.collect();
        }
    }

    /// Leaves a page for what was there before it.
    public void back() {
        page.set(before);
        before = Optional.empty();
    }

    /// Leaves all pages: the window can be used.
    public void close() {
        before = Optional.empty();
        page.set(Optional.empty());
    }

    /// Leaves the safe start.
    public void tryAsUsual() {
        tryAsUsual.run();
    }
}
