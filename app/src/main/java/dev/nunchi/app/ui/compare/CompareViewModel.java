package dev.nunchi.app.ui.compare;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.SideBySide;
import dev.nunchi.app.service.SideQuestion;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Ballot;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.outgoing.OutgoingViewModel;
import dev.nunchi.app.ui.picture.Thumbnails;
import dev.nunchi.app.ui.settings.SettingsViewModel;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// One question, several who answer it side by side; who they are may be hidden until a vote.
///
/// Who is asked is chosen here, [Round] lets them answer. Confined to the thread of the window.
public final class CompareViewModel {
    /// As many as there is something to compare.
    public static final int FEWEST = 2;

    /// As many as can be read side by side.
    public static final int MOST = 4;

    /// What it takes.
    public record Services(
            SideBySide sides,
            PictureService pictures,
            ModelLender lender,
            SettingsViewModel settings) {}

    private final Services services;
    private final Thumbnails thumbnails;
    private final JobRunner jobs;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReadOnlyObjectWrapper<CompareState> state =
            new ReadOnlyObjectWrapper<>(CompareState.NO_QUESTION);
    private final ReadOnlyObjectWrapper<Optional<StoredTurn>> question =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<StoredPicture> pictures = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Column>> winner =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Map<Answerer, BallotTally>> tally =
            new ReadOnlyObjectWrapper<>(Map.of());
    private final BooleanProperty blind = new SimpleBooleanProperty();
    private final ObservableList<Answerer> available = FXCollections.observableArrayList();
    private final ObservableList<Answerer> chosen = FXCollections.observableArrayList();
    private final ObservableList<Column> columns = FXCollections.observableArrayList();
    private final OutgoingViewModel outgoing;
    private Optional<Round> round = Optional.empty();
    private Consumer<StoredTurn> onKept = _ -> {};

    /// @param random decides in which order answers without names stand
    public CompareViewModel(
            Services services, JobRunner jobs, InstantSource clock, RandomGenerator random) {
        this.services = services;
        this.thumbnails = new Thumbnails(services.pictures(), jobs);
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
        outgoing = new OutgoingViewModel(services.pictures(), jobs);
        pictures.addListener((ListChangeListener<StoredPicture>) _ -> showOutgoing());
        chosen.addListener((ListChangeListener<Answerer>) _ -> showOutgoing());
    }

    /// The pictures as the servers among the chosen would get them.
    public OutgoingViewModel outgoing() {
        return outgoing;
    }

    private void showOutgoing() {
        boolean sent = chosen.stream().anyMatch(Answerer::isRemote);
        outgoing.show(sent ? List.copyOf(pictures) : List.of());
    }

    /// @param listener hears of an answer that was added to its conversation
    public void onKept(Consumer<StoredTurn> listener) {
        onKept = listener;
    }

    public ReadOnlyObjectProperty<CompareState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public CompareState getState() {
        return state.get();
    }

    /// What is asked; a turn of the user.
    public ReadOnlyObjectProperty<Optional<StoredTurn>> questionProperty() {
        return question.getReadOnlyProperty();
    }

    /// The pictures that are asked about: those of the question and of what was said before it.
    public ObservableList<StoredPicture> pictures() {
        return pictures;
    }

    /// What went wrong with all of it; what went wrong with one answer is told by its column.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Whether names are to be hidden until a vote.
    public BooleanProperty blindProperty() {
        return blind;
    }

    /// All who can be asked.
    public ObservableList<Answerer> available() {
        return available;
    }

    /// Those who will be asked, at most [#MOST].
    public ObservableList<Answerer> chosen() {
        return chosen;
    }

    /// The answers in the order in which they stand; empty before anybody was asked.
    public ObservableList<Column> columns() {
        return columns;
    }

    /// The answer that was voted the best.
    public ReadOnlyObjectProperty<Optional<Column>> winnerProperty() {
        return winner.getReadOnlyProperty();
    }

    /// How all votes fell out for those who stand in the columns, once names are shown.
    public ReadOnlyObjectProperty<Map<Answerer, BallotTally>> tallyProperty() {
        return tally.getReadOnlyProperty();
    }

    /// Whether the names of those who answer are to be seen now.
    public boolean namesAreShown() {
        return !blind.get() || state.get() == CompareState.SHOWN;
    }

    /// Takes a question to ask several; what was asked before goes.
    public void compare(StoredTurn asked) {
        again();
        question.set(Optional.of(asked));
        pictures.setAll(asked.pictures());
        state.set(CompareState.CHOOSING);
        jobs.run(Job.of("reading a conversation", _ -> services.sides().conversation(asked)))
                .onSuccess(turns -> show(asked, turns))
                .onFailure(this::fail);
        refresh();
    }

    private void show(StoredTurn asked, List<StoredTurn> turns) {
        var all = turns.stream().flatMap(turn -> turn.pictures().stream()).toList();
        if (question.get().equals(Optional.of(asked)) && !pictures.equals(all)) {
            pictures.setAll(all);
        }
    }

    /// Reads anew who can be asked.
    public void refresh() {
        var endpoints = settings().endpoints();
        jobs.run(Job.of("listing who can answer", _ -> services.sides().answerers(endpoints)))
                .onSuccess(this::listed)
                .onFailure(this::fail);
    }

    /// Keeps who was chosen, and fills up to two: whoever answers now, and the next.
    private void listed(List<Answerer> all) {
        available.setAll(all);
        var kept = new ArrayList<>(chosen.stream().filter(all::contains).toList());
        var candidates = new ArrayList<Answerer>();
        services.sides().current().filter(all::contains).ifPresent(candidates::add);
        all.stream().filter(who -> !who.isRemote()).forEach(candidates::add);
        for (var candidate : candidates) {
            if (kept.size() < FEWEST && !kept.contains(candidate)) {
                kept.add(candidate);
            }
        }
        if (!chosen.equals(kept)) {
            chosen.setAll(kept);
        }
    }

    /// Those who could be asked besides the chosen ones.
    public List<Answerer> others() {
        return available.stream().filter(who -> !chosen.contains(who)).toList();
    }

    public void add(Answerer who) {
        if (chosen.size() < MOST && !chosen.contains(who)) {
            chosen.add(who);
        }
    }

    public void replace(int index, Answerer who) {
        if (!chosen.contains(who)) {
            chosen.set(index, who);
        }
    }

    public void remove(Answerer who) {
        chosen.remove(who);
    }

    /// Whether enough are chosen and nothing runs.
    public boolean canStart() {
        return question.get().isPresent()
                && chosen.size() >= FEWEST
                && state.get() != CompareState.ANSWERING;
    }

    /// Endpoints among the chosen that nobody has agreed to send anything to yet; each is to be
    /// agreed to before [#start]. All of them, once servers were forbidden altogether.
    public List<Endpoint> toAgree() {
        boolean allowed = settings().allows(NetworkUse.REMOTE_ANSWERS);
        return chosen.stream()
                .flatMap(who -> who.endpoint().flatMap(settings()::endpoint).stream())
                .filter(endpoint -> !allowed || endpoint.consent() == Endpoint.Consent.ASK)
                .toList();
    }

    /// Whether one of those who will be asked is not on this computer.
    public boolean leavesThisComputer() {
        return chosen.stream()
                .flatMap(who -> who.endpoint().flatMap(settings()::endpoint).stream())
                .anyMatch(endpoint -> !endpoint.isHere());
    }

    /// Notes that the person knows that what they ask goes to an endpoint.
    public void agree(Endpoint endpoint) {
        services.settings().agree(endpoint);
    }

    /// Asks all who are chosen.
    public void start() {
        if (!canStart() || !toAgree().isEmpty()) {
            return;
        }
        endRound();
        problem.set(Optional.empty());
        var asked = question.get().orElseThrow();
        var who = List.copyOf(chosen);
        var how = settings();
        jobs.run(
                        Job.of(
                                "reading a conversation",
                                _ ->
                                        new SideQuestion(
                                                services.sides().conversation(asked), who, how)))
                .onSuccess(this::ask)
                .onFailure(this::fail);
    }

    private Settings settings() {
        return services.settings().settingsProperty().get();
    }

    private void ask(SideQuestion asked) {
        if (!asked.question().equals(question.get().orElse(null)) || !canStart()) {
            return;
        }
        var now = new Round(services, jobs, asked);
        round = Optional.of(now);
        var places = new ArrayList<>(now.columns());
        if (blind.get()) {
            shuffle(places);
        }
        columns.setAll(places);
        state.set(CompareState.ANSWERING);
        now.start(() -> ended(now));
    }

    private void shuffle(List<Column> places) {
        for (int i = places.size() - 1; i > 0; i--) {
            places.add(places.remove(random.nextInt(i + 1)));
        }
    }

    private void ended(Round ended) {
        if (round.filter(ended::equals).isEmpty()) {
            return;
        }
        boolean worthAVote =
                columns.stream().filter(column -> column.answer().isPresent()).count() >= FEWEST;
        if (blind.get() && worthAVote) {
            state.set(CompareState.VOTING);
        } else {
            show();
        }
    }

    private void show() {
        state.set(CompareState.SHOWN);
        jobs.run(Job.of("counting votes", _ -> services.sides().ballots()))
                .onSuccess(this::count)
                .onFailure(this::fail);
    }

    private void count(List<Ballot> ballots) {
        tally.set(
                columns.stream()
                        .map(Column::answerer)
                        .collect(
                                Collectors.toMap(who -> who, who -> BallotTally.of(who, ballots))));
    }

    /// Ends one answer; what there is of it stays.
    public void stop(Column column) {
        column.stop();
        round.ifPresent(Round::check);
    }

    /// Ends all answers.
    public void stopAll() {
        round.ifPresent(Round::stop);
    }

    /// Notes which answer is the best, and shows the names.
    ///
    /// @param best empty if none is better than all others
    public void vote(Optional<Column> best) {
        if (state.get() != CompareState.VOTING) {
            return;
        }
        var ballot = ballot(best);
        winner.set(best);
        jobs.run(
                        Job.of(
                                "keeping a vote",
                                _ -> {
                                    services.sides().keep(ballot);
                                    return ballot;
                                }))
                .onSuccess(_ -> show())
                .onFailure(failed -> {
                    show();
                    fail(failed);
                });
    }

    private Ballot ballot(Optional<Column> best) {
        var standing = columns.stream().filter(column -> column.answer().isPresent()).toList();
        int index = best.map(standing::indexOf).orElse(-1);
        return new Ballot(
                question.get().map(StoredTurn::text).orElse(""),
                standing.stream()
                        .map(column -> new Ballot.Entry(column.answerer(), column.getText()))
                        .toList(),
                index < 0 ? OptionalInt.empty() : OptionalInt.of(index),
                Instant.ofEpochMilli(clock.millis()));
    }

    /// Adds an answer to the conversation, which goes on with it.
    public void keep(Column column) {
        var given = column.answer();
        var asked = question.get();
        if (given.isEmpty() || asked.isEmpty()) {
            return;
        }
        jobs.run(
                        Job.of(
                                "keeping an answer",
                                _ ->
                                        services.sides()
                                                .keep(asked.get(), column.answerer(), given.get())))
                .onSuccess(kept -> onKept.accept(kept))
                .onFailure(this::fail);
    }

    /// Chooses anew who shall answer the same question.
    public void again() {
        endRound();
        problem.set(Optional.empty());
        if (question.get().isPresent()) {
            state.set(CompareState.CHOOSING);
        }
    }

    private void endRound() {
        var old = round;
        round = Optional.empty();
        old.ifPresent(Round::stop);
        columns.clear();
        winner.set(Optional.empty());
        tally.set(Map.of());
    }

    public Thumbnails thumbnails() {
        return thumbnails;
    }

    public void dismissProblem() {
        problem.set(Optional.empty());
    }

    private void fail(Problem now) {
        problem.set(Optional.of(now));
    }
}
