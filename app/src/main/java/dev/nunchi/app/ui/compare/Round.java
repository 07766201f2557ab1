package dev.nunchi.app.ui.compare;

import dev.nunchi.app.service.SideQuestion;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.progress.Stage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Lets all answer one question: servers at once, models of this computer one after another.
final class Round {
    private static final double UNKNOWN = -1;

    private final CompareViewModel.Services services;
    private final JobRunner jobs;
    private final SideQuestion question;
    private final Map<Answerer, Column> columns;
    private final Deque<Column> queue = new ArrayDeque<>();
    private Runnable onEnd = () -> {};
    private boolean lent;
    private boolean ended;

    Round(CompareViewModel.Services services, JobRunner jobs, SideQuestion question) {
        this.services = services;
        this.jobs = jobs;
        this.question = question;
        columns =
                question.answerers().stream()
                        .collect(Collectors.toMap(Function.identity(), Column::new));
    }

    /// In the order of those who were chosen.
    List<Column> columns() {
        return question.answerers().stream().flatMap(who -> find(who).stream()).toList();
    }

    private Optional<Column> find(Answerer who) {
        return Optional.ofNullable(columns.get(who));
    }

    /// @param listener hears when nothing more will come
    void start(Runnable listener) {
        onEnd = listener;
        services.sides()
                .inOrder(question.answerers())
                .forEach(who -> find(who).ifPresent(queue::add));
        if (!queue.isEmpty()) {
            lent = true;
            services.lender().lend();
        }
        columns().stream().filter(column -> column.answerer().isRemote()).forEach(this::answer);
        next();
    }

    /// Lets the next of this computer answer; gives the conversation its model back after the last.
    private void next() {
        var column = queue.poll();
        while (column != null && column.getState().isOver()) {
            column = queue.poll();
        }
        if (column != null) {
            answer(column);
        } else if (lent) {
            lent = false;
            services.lender().takeBack();
        }
    }

    private void answer(Column column) {
        column.become(
                new ColumnState.Preparing(
                        column.answerer().isRemote() ? Stage.READING_PROMPT : Stage.LOADING_MODEL,
                        UNKNOWN));
        var handle =
                jobs.run(
                        Job.of(
                                "answering side by side",
                                job ->
                                        services.sides()
                                                .answer(
                                                        question,
                                                        column.answerer(),
                                                        job,
                                                        job.cancel())));
        column.begin(handle);
        handle.onText(column::append)
                .onProgress(progress -> prepares(column, progress))
                .onSuccess(given -> {
                    column.answered(given);
                    over(column);
                })
                .onFailure(problem -> {
                    column.become(new ColumnState.Failed(problem));
                    over(column);
                });
    }

    private static void prepares(Column column, JobProgress progress) {
        if (column.getState() instanceof ColumnState.Preparing
                && progress.stage() != Stage.ANSWERING) {
            column.become(new ColumnState.Preparing(progress.stage(), progress.fraction()));
        }
    }

    private void over(Column column) {
        if (!column.answerer().isRemote()) {
            next();
        }
        check();
    }

    /// Ends all that is not over yet.
    void stop() {
        columns().forEach(Column::stop);
        check();
    }

    /// Tells if nothing more will come.
    void check() {
        if (!ended && columns.values().stream().allMatch(column -> column.getState().isOver())) {
            ended = true;
            next();
            onEnd.run();
        }
    }
}
