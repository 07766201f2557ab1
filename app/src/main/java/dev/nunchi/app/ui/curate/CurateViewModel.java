package dev.nunchi.app.ui.curate;

import dev.nunchi.app.curate.CheckName;
import dev.nunchi.app.service.Agreement;
import dev.nunchi.app.service.CurationService;
import dev.nunchi.app.service.ReviewExport;
import dev.nunchi.app.service.ReviewImport;
import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewSet;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.progress.Stage;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The data page: which set is open, who reviews it, what it consists of, where it goes.
public final class CurateViewModel {
    private final CurationService curation;
    private final JobRunner jobs;
    private final QueueViewModel queue;
    private final CurateNews news = new CurateNews();
    private final ReadOnlyObjectWrapper<CurateState> state =
            new ReadOnlyObjectWrapper<>(new CurateState.Choosing(List.of()));
    private final ReadOnlyObjectWrapper<String> reviewer;
    private final ObservableList<String> reviewers = FXCollections.observableArrayList();
    private final ObservableList<CheckName> checks = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<Insight>> insight =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<DataTab> tab = new ReadOnlyObjectWrapper<>(DataTab.REVIEW);
    private Optional<JobHandle<Optional<ReviewImport.Done>>> importing = Optional.empty();
    private final ReadOnlyObjectWrapper<Optional<JobProgress>> arriving =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private Consumer<Path> onTrain = _ -> {};
    private Consumer<String> onReviewer = _ -> {};
    private int latestImport;

    /// @param reviewer who is at the desk to begin with; not blank
    public CurateViewModel(
            CurationService curation, RowPictures pictures, JobRunner jobs, String reviewer) {
        this.curation = curation;
        this.jobs = jobs;
        this.reviewer = new ReadOnlyObjectWrapper<>(reviewer);
        queue = new QueueViewModel(curation, pictures, jobs, news);
        queue.onChange(() -> {
            if (tab.get() == DataTab.STATISTICS) {
                refreshInsight();
            }
        });
    }

    public ReadOnlyObjectProperty<CurateState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// How far the rows are that come while the first ones are reviewed; empty if all are there.
    public ReadOnlyObjectProperty<Optional<JobProgress>> arrivingProperty() {
        return arriving.getReadOnlyProperty();
    }

    public QueueViewModel queue() {
        return queue;
    }

    public CurateNews news() {
        return news;
    }

    public ReadOnlyObjectProperty<String> reviewerProperty() {
        return reviewer.getReadOnlyProperty();
    }

    /// Who has decided on rows of the set, and whoever is at the desk.
    public ObservableList<String> reviewers() {
        return reviewers;
    }

    /// The checks that found something in the set, those with most rows first.
    public ObservableList<CheckName> checks() {
        return checks;
    }

    /// What the set consists of; empty until it is asked for.
    public ReadOnlyObjectProperty<Optional<Insight>> insightProperty() {
        return insight.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<DataTab> tabProperty() {
        return tab.getReadOnlyProperty();
    }

    /// @param listener takes a file of rows to train with
    public void onTrain(Consumer<Path> listener) {
        onTrain = listener;
    }

    /// @param listener hears under which name the person reviews from now on
    public void onReviewer(Consumer<String> listener) {
        onReviewer = listener;
    }

    public void show(DataTab next) {
        tab.set(next);
        if (next == DataTab.STATISTICS) {
            refreshInsight();
        }
    }

    /// Reads the list of sets, unless one is open.
    public void refresh() {
        if (state.get() instanceof CurateState.Choosing) {
            String who = reviewer.get();
            jobs.run(Job.of("listing sets", _ -> curation.sets(who)))
                    .onSuccess(sets -> {
                        if (state.get() instanceof CurateState.Choosing) {
                            state.set(new CurateState.Choosing(sets));
                        }
                    })
                    .onFailure(news::fail);
        }
    }

    /// Reads a file of rows and begins to review them; one that is known is opened where it was
    /// left.
    public void open(Path file) {
        if (state.get() instanceof CurateState.Importing) {
            return;
        }
        leave();
        tab.set(DataTab.REVIEW);
        state.set(new CurateState.Importing(file, new JobProgress(Stage.READING_DATA, 0, 0)));
        int mine = ++latestImport;
        Consumer<ReviewSet> begun = jobs.onWindow(set -> begin(set, mine));
        var handle =
                jobs.run(
                        Job.of(
                                "importing rows",
                                job ->
                                        curation.open(
                                                file,
                                                new DataRows.Watch(job, job.cancel()),
                                                begun)));
        importing = Optional.of(handle);
        handle.onProgress(progress -> ifLatest(mine, () -> arrived(file, progress)))
                .onSuccess(done -> ifLatest(mine, () -> opened(done)))
                .onFailure(failure ->
                        ifLatest(
                                mine,
                                () -> {
                                    choose();
                                    news.fail(failure);
                                }));
    }

    private void ifLatest(int mine, Runnable act) {
        if (mine == latestImport) {
            act.run();
        }
    }

    private void arrived(Path file, JobProgress progress) {
        if (state.get() instanceof CurateState.Importing) {
            state.set(new CurateState.Importing(file, progress));
        } else {
            arriving.set(Optional.of(progress));
        }
    }

    /// The first rows are there: the review begins while the others come.
    private void begin(ReviewSet set, int mine) {
        if (mine == latestImport && state.get() instanceof CurateState.Importing now) {
            arriving.set(Optional.of(now.progress()));
            sit(set);
        }
    }

    private void opened(Optional<ReviewImport.Done> done) {
        importing = Optional.empty();
        arriving.set(Optional.empty());
        if (done.isEmpty()) {
            choose();
            return;
        }
        var set = done.get().set();
        if (state.get() instanceof CurateState.Reviewing(var now) && now.id() == set.id()) {
            state.set(new CurateState.Reviewing(set));
            list(set);
            queue.recount();
        } else {
            review(set);
        }
        int leftOut = done.get().leftOut().size();
        if (leftOut > 0) {
            news.tell(new Told.LeftOut(leftOut));
        }
    }

    /// Gives up the file that is being read.
    public void cancelImport() {
        importing.ifPresent(JobHandle::cancel);
    }

    /// Goes on with a set where it was left.
    public void review(ReviewSet set) {
        giveUpImport();
        sit(set);
    }

    private void sit(ReviewSet set) {
        state.set(new CurateState.Reviewing(set));
        insight.set(Optional.empty());
        // The row first: what else is asked waits behind it.
        queue.sit(new ReviewDesk(set.id(), reviewer.get()));
        list(set);
    }

    private void giveUpImport() {
        importing.ifPresent(JobHandle::cancel);
        importing = Optional.empty();
        arriving.set(Optional.empty());
        latestImport++;
    }

    /// What can be filtered by, and who has been here.
    private void list(ReviewSet set) {
        var desk = new ReviewDesk(set.id(), reviewer.get());
        jobs.run(Job.of("listing reviewers", _ -> curation.reviewers(set.id())))
                .onSuccess(names -> {
                    var all = new ArrayList<>(names);
                    if (!all.contains(reviewer.get())) {
                        all.add(reviewer.get());
                    }
                    reviewers.setAll(all);
                })
                .onFailure(news::fail);
        jobs.run(Job.of("listing findings", _ -> curation.statistics(desk)))
                .onSuccess(statistics ->
                        checks.setAll(
                                statistics.findings().stream()
                                        .map(found -> found.check())
                                        .toList()))
                .onFailure(news::fail);
    }

    /// Leaves the set and shows all of them.
    public void choose() {
        leave();
        state.set(new CurateState.Choosing(List.of()));
        refresh();
    }

    private void leave() {
        giveUpImport();
        insight.set(Optional.empty());
        queue.stand();
    }

    /// Forgets a set with all decisions on it; its file stays.
    public void remove(ReviewSet set) {
        jobs.run(
                        Job.of(
                                "removing a set",
                                _ -> {
                                    curation.remove(set.id());
                                    return set;
                                }))
                .onSuccess(_ -> refresh())
                .onFailure(news::fail);
    }

    /// Sits another person at the desk.
    public void become(String name) {
        String stripped = name.strip();
        if (stripped.isEmpty() || stripped.equals(reviewer.get())) {
            return;
        }
        reviewer.set(stripped);
        onReviewer.accept(stripped);
        if (state.get() instanceof CurateState.Reviewing(ReviewSet set)) {
            sit(set);
        } else {
            refresh();
        }
    }

    private void refreshInsight() {
        if (!(state.get() instanceof CurateState.Reviewing(ReviewSet set))) {
            return;
        }
        var desk = new ReviewDesk(set.id(), reviewer.get());
        jobs.run(Job.of("counting a set", _ -> insight(desk)))
                .onSuccess(found -> insight.set(Optional.of(found)))
                .onFailure(news::fail);
    }

    private Insight insight(ReviewDesk desk) throws StoreException {
        var agreements = new ArrayList<Agreement>();
        for (String other : curation.reviewers(desk.set())) {
            if (!other.equals(desk.reviewer())) {
                agreements.add(curation.agreement(desk.set(), desk.reviewer(), other));
            }
        }
        return new Insight(curation.tally(desk), curation.statistics(desk), agreements);
    }

    /// Writes what was kept.
    public void export(Path file) {
        export(file, written -> news.tell(new Told.Exported(written.file(), written.rows())));
    }

    /// Writes what was kept beside the rows' file and hands it over to train with.
    public void trainWithThese() {
        if (state.get() instanceof CurateState.Reviewing(ReviewSet set)) {
            export(ReviewExport.besideSource(set), written -> onTrain.accept(written.file()));
        }
    }

    private void export(Path file, Consumer<ReviewExport.Result.Written> then) {
        if (!(state.get() instanceof CurateState.Reviewing(ReviewSet set))) {
            return;
        }
        jobs.run(Job.of("exporting rows", job -> curation.export(set, file, job, job.cancel())))
                .onSuccess(result -> {
                    switch (result) {
                        case ReviewExport.Result.Written written -> then.accept(written);
                        case ReviewExport.Result.NothingKept _ -> news.tell(new Told.NothingKept());
                        case ReviewExport.Result.PicturesElsewhere(Path folder) ->
                                news.tell(new Told.PicturesElsewhere(folder));
                        case ReviewExport.Result.Cancelled _ -> {}
                    }
                })
                .onFailure(news::fail);
    }
}
