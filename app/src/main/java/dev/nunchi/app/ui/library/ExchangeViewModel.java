package dev.nunchi.app.ui.library;

import dev.nunchi.app.exchange.FileLayout;
import dev.nunchi.app.exchange.ImportProblem;
import dev.nunchi.app.exchange.PageWords;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ExchangeService;
import dev.nunchi.app.service.ExchangeService.Imported;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Conversations to and from files, and what came of it.
public final class ExchangeViewModel {
    private final ExchangeService exchange;
    private final JobRunner jobs;
    private final Runnable onImported;
    private final ReadOnlyObjectWrapper<Optional<Outcome>> outcome =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    /// What came of it.
    public sealed interface Outcome {
        record Exported(Path file) implements Outcome {}

        /// @param count how many conversations were taken over
        record Imported(int count, List<ImportProblem> problems) implements Outcome {
            public Imported {
                problems = List.copyOf(problems);
            }
        }
    }

    /// @param onImported runs when there are new conversations
    ExchangeViewModel(ExchangeService exchange, JobRunner jobs, Runnable onImported) {
        this.exchange = exchange;
        this.jobs = jobs;
        this.onImported = onImported;
    }

    /// What came of the last export or import, until it was told.
    public ReadOnlyObjectProperty<Optional<Outcome>> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// The person has read what came of it.
    public void outcomeTold() {
        outcome.set(Optional.empty());
    }

    public void export(Conversation conversation, FileLayout layout, Path file, PageWords words) {
        write(List.of(conversation), layout, file, words);
    }

    /// Writes all conversations in our own layout.
    public void exportAll(Path file, PageWords words) {
        jobs.run(Job.of("listing conversations", _ -> exchange.all()))
                .onSuccess(all -> write(all, FileLayout.JSON, file, words))
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    private void write(
            List<Conversation> conversations, FileLayout layout, Path file, PageWords words) {
        jobs.run(
                        Job.of(
                                "exporting conversations",
                                _ -> {
                                    exchange.export(conversations, layout, file, words);
                                    return file;
                                }))
                .onSuccess(written -> outcome.set(Optional.of(new Outcome.Exported(written))))
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    public void importFrom(Path file) {
        importFrom(file, _ -> {});
    }

    /// @param then hears what is there now, also if nothing of the file could be taken over
    void importFrom(Path file, Consumer<Imported> then) {
        jobs.run(Job.of("importing conversations", _ -> exchange.importFrom(file)))
                .onSuccess(imported -> {
                    onImported.run();
                    outcome.set(
                            Optional.of(
                                    new Outcome.Imported(
                                            imported.ids().size(), imported.problems())));
                    then.accept(imported);
                })
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }
}
