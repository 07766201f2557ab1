package dev.nunchi.app.ui.support;

import dev.nunchi.app.diagnostics.LogEntry;
import dev.nunchi.app.diagnostics.LogFile;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

import org.slf4j.event.Level;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The entries of the log that are shown.
public final class LogViewModel {
    /// From which level on entries are shown.
    public static final List<Level> LEVELS =
            List.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR);

    private final Path file;
    private final JobRunner jobs;
    private final ObservableList<LogEntry> all = FXCollections.observableArrayList();
    private final FilteredList<LogEntry> shown = new FilteredList<>(all);
    private final ReadOnlyObjectWrapper<Level> level = new ReadOnlyObjectWrapper<>(Level.INFO);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    LogViewModel(Path file, JobRunner jobs) {
        this.file = file;
        this.jobs = jobs;
        filter(Level.INFO);
    }

    /// The newest last.
    public ObservableList<LogEntry> entries() {
        return shown;
    }

    public ReadOnlyObjectProperty<Level> levelProperty() {
        return level.getReadOnlyProperty();
    }

    /// Why the log cannot be read.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Reads the log again.
    public void refresh() {
        jobs.run(Job.of("reading the log", _ -> LogFile.read(file)))
                .onSuccess(read -> {
                    problem.set(Optional.empty());
                    all.setAll(read);
                })
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    /// Shows entries of a level and of those above it.
    public void filter(Level lowest) {
        level.set(lowest);
        shown.setPredicate(entry -> entry.level().toInt() >= lowest.toInt());
    }

    /// What is shown, as text. Unlike the diagnostics it is as it stands in the log.
    public String text() {
        return shown.stream().map(entry -> entry + "\n").collect(Collectors.joining());
    }

    /// The folder of the log.
    public Path folder() {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    }
}
