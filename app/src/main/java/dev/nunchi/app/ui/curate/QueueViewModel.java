package dev.nunchi.app.ui.curate;

import dev.nunchi.app.service.CurationRow;
import dev.nunchi.app.service.CurationService;
import dev.nunchi.app.store.ReviewDesk;
import dev.nunchi.app.store.ReviewFilter;
import dev.nunchi.app.store.ReviewFilter.Standing;
import dev.nunchi.app.store.ReviewTally;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.Debouncer;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.data.SampleTurn;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The queue: one set, one reviewer, one row before them.
///
/// A decision counts for a row that was seen: while one is being kept and the next row comes,
/// further ones are not taken.
public final class QueueViewModel {
    private static final Duration TYPING = Duration.ofMillis(250);

    private final CurationService curation;
    private final JobRunner jobs;
    private final CurateNews news;
    private final Debouncer typing;
    private final RowPictures pictures;
    private final ReadOnlyObjectWrapper<Optional<CurationRow>> row =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<ReviewTally> tally =
            new ReadOnlyObjectWrapper<>(ReviewTally.NONE);
    private final ReadOnlyObjectWrapper<ReviewFilter> filter =
            new ReadOnlyObjectWrapper<>(ReviewFilter.ALL);
    private final ReadOnlyIntegerWrapper matching = new ReadOnlyIntegerWrapper();
    private final ReadOnlyBooleanWrapper editing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper();
    private Optional<ReviewDesk> desk = Optional.empty();
    private Runnable onChange = () -> {};
    private boolean busy;
    private int latestMove;
    private int latestCount;

    /// What one job found out.
    private record Shown(Optional<CurationRow> row, ReviewTally tally, boolean undoable) {}

    /// Something that is asked of the service.
    private interface Ask<T> {
        T of(ReviewDesk desk, ReviewFilter filter) throws StoreException;
    }

    QueueViewModel(
            CurationService curation, RowPictures pictures, JobRunner jobs, CurateNews news) {
        this.curation = curation;
        this.pictures = pictures;
        this.jobs = jobs;
        this.news = news;
        typing = jobs.debouncer(TYPING);
    }

    /// The row before the reviewer; empty if none passes the filter.
    public ReadOnlyObjectProperty<Optional<CurationRow>> rowProperty() {
        return row.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<ReviewTally> tallyProperty() {
        return tally.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<ReviewFilter> filterProperty() {
        return filter.getReadOnlyProperty();
    }

    /// How many rows pass the filter.
    public ReadOnlyIntegerProperty matchingProperty() {
        return matching.getReadOnlyProperty();
    }

    /// Whether the words of the row are being changed.
    public ReadOnlyBooleanProperty editingProperty() {
        return editing.getReadOnlyProperty();
    }

    /// Whether there is a step to take back.
    public ReadOnlyBooleanProperty undoableProperty() {
        return undoable.getReadOnlyProperty();
    }

    /// The picture of the row.
    public RowPictures pictures() {
        return pictures;
    }

    /// @param listener a row was shown, perhaps after a decision
    void onChange(Runnable listener) {
        onChange = listener;
    }

    /// Sits down at a desk and shows its first undecided row, or else its first.
    void sit(ReviewDesk at) {
        stand();
        desk = Optional.of(at);
        filter.set(ReviewFilter.ALL.withStanding(Standing.UNDECIDED));
        move(
                "opening a set",
                (who, now) -> {
                    var undecided = curation.next(who, now, 0);
                    return undecided.isPresent()
                            ? undecided
                            : curation.next(who, ReviewFilter.ALL, 0);
                });
    }

    /// Leaves the desk.
    void stand() {
        desk = Optional.empty();
        supersede();
        editing.set(false);
        row.set(Optional.empty());
        tally.set(ReviewTally.NONE);
        undoable.set(false);
        news.clear();
    }

    /// Shows the rows that pass another filter, from the first on.
    public void filter(ReviewFilter next) {
        if (!next.equals(filter.get())) {
            editing.set(false);
            filter.set(next);
            supersede();
            move("filtering", (who, now) -> curation.next(who, now, 0));
        }
    }

    /// Shows all rows of the set.
    public void showAll() {
        filter(ReviewFilter.ALL);
    }

    /// As [#filter], with other words, when the person has stopped typing.
    public void search(String words) {
        typing.submit(() -> filter(filter.get().withWords(words)));
    }

    public void next() {
        step("the next row", this::following);
    }

    /// Shows the row before, also one that has been decided on meanwhile.
    public void previous() {
        step(
                "the row before",
                (who, now, id) -> {
                    var before =
                            now.standing() == Standing.UNDECIDED
                                    ? now.withStanding(Standing.ANY)
                                    : now;
                    return curation.previous(who, before, id);
                });
    }

    private interface Step {
        Optional<CurationRow> from(ReviewDesk desk, ReviewFilter filter, long id)
                throws StoreException;
    }

    /// Moves if there is somewhere to move to.
    private void step(String title, Step step) {
        var from = row.get();
        if (from.isEmpty() || editing.get()) {
            return;
        }
        long id = from.get().id();
        move(
                title,
                (who, now) -> {
                    var to = step.from(who, now, id);
                    return to.isPresent() ? to : curation.row(who, id);
                },
                shown -> {
                    if (shown.row().filter(to -> to.id() != id).isEmpty()) {
                        news.tell(new Told.LastRow());
                    }
                });
    }

    /// The next row of the queue. What is undecided before this row comes round again.
    private Optional<CurationRow> following(ReviewDesk who, ReviewFilter now, long id)
            throws StoreException {
        var next = curation.next(who, now, id);
        return next.isEmpty() && now.standing() == Standing.UNDECIDED
                ? curation.next(who, now, 0)
                : next;
    }

    /// Keeps the row and goes on.
    public void accept() {
        decide("accepting", curation::accept);
    }

    /// Leaves the row out and goes on.
    public void reject() {
        decide("rejecting", curation::reject);
    }

    private interface Decision {
        void on(ReviewDesk desk, long id) throws StoreException;
    }

    private void decide(String title, Decision decision) {
        var decided = row.get();
        if (decided.isEmpty() || editing.get()) {
            return;
        }
        long id = decided.get().id();
        move(
                title,
                (who, now) -> {
                    decision.on(who, id);
                    return onFrom(who, now, id);
                });
    }

    /// The row to show after a decision; the same one at the end of a filter that it still passes.
    private Optional<CurationRow> onFrom(ReviewDesk who, ReviewFilter now, long id)
            throws StoreException {
        var next = following(who, now, id);
        return next.isEmpty() && now.standing() == Standing.ANY ? curation.row(who, id) : next;
    }

    /// Lets the words of the row be changed.
    public void edit() {
        editing.set(row.get().isPresent());
    }

    public void cancelEdit() {
        editing.set(false);
    }

    /// Keeps the row with these words and goes on.
    ///
    /// @param texts of all turns, in their order
    public void save(List<String> texts) {
        if (row.get().isEmpty() || !editing.get()) {
            return;
        }
        if (texts.stream().anyMatch(String::isBlank)) {
            news.tell(new Told.EmptyTurn());
            return;
        }
        var edited = row.get().get();
        var turns = new ArrayList<SampleTurn>();
        for (int i = 0; i < texts.size(); i++) {
            var role = edited.current().turns().get(i).role();
            turns.add(new SampleTurn(role, texts.get(i).strip()));
        }
        editing.set(false);
        move(
                "editing",
                (who, now) -> {
                    curation.edit(who, edited, turns);
                    return onFrom(who, now, edited.id());
                });
    }

    /// Keeps all rows that pass the filter.
    public void acceptAll() {
        batch("accepting many", curation::acceptAll, Told.Accepted::new);
    }

    /// Leaves out all rows that pass the filter.
    public void rejectAll() {
        batch("rejecting many", curation::rejectAll, Told.Rejected::new);
    }

    private interface Telling {
        Told of(int rows);
    }

    private void batch(String title, Ask<Integer> decision, Telling telling) {
        if (editing.get()) {
            return;
        }
        var rows = new int[1];
        move(
                title,
                (who, now) -> {
                    rows[0] = decision.of(who, now);
                    return curation.next(who, now, 0);
                },
                _ -> news.tell(telling.of(rows[0])));
    }

    /// Takes the last step back and shows its row.
    public void undo() {
        if (editing.get() || !undoable.get()) {
            return;
        }
        var rows = new int[1];
        move(
                "undoing",
                (who, now) -> {
                    var undone = curation.undo(who);
                    rows[0] = undone.map(step -> step.rows()).orElse(0);
                    return undone.isPresent()
                            ? curation.row(who, undone.get().first())
                            : curation.next(who, now, 0);
                },
                _ -> {
                    if (rows[0] > 1) {
                        news.tell(new Told.Undone(rows[0]));
                    }
                });
    }

    /// Counts anew: rows have come.
    void recount() {
        desk.ifPresent(at -> {
            jobs.run(Job.of("counting decisions", _ -> curation.tally(at)))
                    .onSuccess(tally::set)
                    .onFailure(news::fail);
            count(at);
        });
    }

    private void move(String title, Ask<Optional<CurationRow>> ask) {
        move(title, ask, _ -> {});
    }

    /// Asks for a row in the background, with all that changes with it, and shows it.
    private void move(String title, Ask<Optional<CurationRow>> ask, Consumer<Shown> then) {
        if (busy || desk.isEmpty()) {
            return;
        }
        busy = true;
        int mine = ++latestMove;
        news.clear();
        var at = desk.get();
        var now = filter.get();
        jobs.run(
                        Job.of(
                                title,
                                _ -> {
                                    var next = ask.of(at, now);
                                    return new Shown(
                                            next, curation.tally(at), curation.canUndo(at));
                                }))
                .onSuccess(shown -> {
                    if (mine == latestMove) {
                        busy = false;
                        show(shown, at);
                        then.accept(shown);
                    }
                })
                .onFailure(failure -> {
                    if (mine == latestMove) {
                        busy = false;
                    }
                    news.fail(failure);
                });
    }

    /// What is on its way is not shown any more; a decision among it stays.
    private void supersede() {
        latestMove++;
        busy = false;
    }

    private void show(Shown shown, ReviewDesk at) {
        tally.set(shown.tally());
        undoable.set(shown.undoable());
        row.set(shown.row());
        shown.row().ifPresent(now -> pictures.show(now.current().scene().picture()));
        count(at);
        prepare(at, shown.row());
        onChange.run();
    }

    private void count(ReviewDesk at) {
        int mine = ++latestCount;
        var now = filter.get();
        jobs.run(Job.of("counting rows", _ -> curation.count(at, now)))
                .onSuccess(count -> {
                    if (mine == latestCount) {
                        matching.set(count);
                    }
                })
                .onFailure(news::fail);
    }

    /// Decodes the next row's picture while this one is being read.
    private void prepare(ReviewDesk at, Optional<CurationRow> shown) {
        var now = filter.get();
        shown.ifPresent(from ->
                jobs.run(Job.of("looking ahead", _ -> following(at, now, from.id())))
                        .onSuccess(next ->
                                next.ifPresent(ahead ->
                                        pictures.prepare(ahead.current().scene().picture()))));
    }
}
