package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.AnswerComparison;
import dev.nunchi.app.service.AnswerComparison.Side;
import dev.nunchi.app.service.Draft;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.TunedModel;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.Vote;
import dev.nunchi.app.store.VoteStore;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Before and after on one picture: two answers side by side, whose is hidden until a vote.
public final class ComparisonViewModel {
    private static final int SHOWN_SIDE = 720;

    /// What it takes, in this window.
    record Services(AnswerComparison answers, PictureService pictures, VoteStore votes) {}

    private final Services services;
    private final JobRunner jobs;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReadOnlyObjectWrapper<ComparisonState> state =
            new ReadOnlyObjectWrapper<>(new ComparisonState.Asking());
    private final ReadOnlyObjectWrapper<Optional<TunedModel>> model =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<URI>> shownPicture =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<VoteTally> tally =
            new ReadOnlyObjectWrapper<>(VoteTally.NONE);
    private final StringProperty question = new SimpleStringProperty("");
    private final List<ReadOnlyStringWrapper> answers =
            List.of(new ReadOnlyStringWrapper(""), new ReadOnlyStringWrapper(""));
    private Optional<StoredPicture> picture = Optional.empty();
    private List<Side> order = List.of(Side.BASE, Side.TUNED);
    private Optional<JobHandle<?>> answering = Optional.empty();
    private int round;

    /// @param random decides which answer stands on the left
    ComparisonViewModel(
            Services services, JobRunner jobs, InstantSource clock, RandomGenerator random) {
        this.services = services;
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
    }

    public ReadOnlyObjectProperty<ComparisonState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// What is compared with its base; empty while there is nothing to compare.
    public ReadOnlyObjectProperty<Optional<TunedModel>> modelProperty() {
        return model.getReadOnlyProperty();
    }

    /// The address of the chosen picture as it is shown.
    public ReadOnlyObjectProperty<Optional<URI>> pictureProperty() {
        return shownPicture.getReadOnlyProperty();
    }

    public StringProperty questionProperty() {
        return question;
    }

    /// The growing text of an answer.
    ///
    /// @param place 0 left, 1 right
    public ReadOnlyStringProperty answerProperty(int place) {
        return answers.get(place).getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<VoteTally> tallyProperty() {
        return tally.getReadOnlyProperty();
    }

    /// Compares what another training made; what was asked about the last one goes.
    void use(Optional<TunedModel> tuned) {
        if (!tuned.equals(model.get())) {
            again();
            model.set(tuned);
            tally.set(VoteTally.NONE);
            tuned.ifPresent(this::count);
        }
    }

    /// Takes a picture to ask about.
    public void choose(Path file) {
        jobs.run(
                        Job.of(
                                "taking a picture to compare with",
                                _ -> {
                                    var taken = services.pictures().add(file);
                                    var shown = services.pictures().thumbnail(taken, SHOWN_SIDE);
                                    return new Taken(taken, shown.toUri());
                                }))
                .onSuccess(this::taken)
                .onFailure(this::fail);
    }

    private record Taken(StoredPicture picture, URI shown) {}

    private void taken(Taken taken) {
        again();
        picture = Optional.of(taken.picture());
        shownPicture.set(Optional.of(taken.shown()));
    }

    /// Whether there is a picture and nothing runs.
    public boolean canAsk() {
        return picture.isPresent()
                && model.get().isPresent()
                && !(state.get() instanceof ComparisonState.Answering);
    }

    /// Lets both answer, in an order that is drawn anew.
    ///
    /// @param byDefault the question if none was typed
    public void ask(String byDefault) {
        if (!canAsk()) {
            return;
        }
        if (question.get().isBlank()) {
            question.set(byDefault);
        }
        order =
                random.nextBoolean()
                        ? List.of(Side.BASE, Side.TUNED)
                        : List.of(Side.TUNED, Side.BASE);
        answers.forEach(answer -> answer.set(""));
        round++;
        answer(0, new Draft(question.get().strip(), List.of(picture.orElseThrow())));
    }

    private void answer(int place, Draft draft) {
        state.set(new ComparisonState.Answering(place));
        int mine = round;
        var tuned = model.get().orElseThrow();
        var side = order.get(place);
        var handle =
                jobs.run(
                        Job.of(
                                "answering to compare",
                                job ->
                                        services.answers()
                                                .answer(tuned, side, draft, job, job.cancel())));
        answering = Optional.of(handle);
        handle.onText(
                        delta -> {
                            if (mine == round) {
                                answers.get(place).set(answers.get(place).get() + delta);
                            }
                        })
                .onSuccess(text -> {
                    if (mine == round) {
                        answered(place, draft, text);
                    }
                })
                .onFailure(problem -> {
                    if (mine == round) {
                        fail(problem);
                    }
                });
    }

    private void answered(int place, Draft draft, String text) {
        answers.get(place).set(text);
        if (place == 0) {
            answer(1, draft);
        } else {
            state.set(new ComparisonState.Voting());
        }
    }

    /// Votes for the answer at a place and shows the names.
    ///
    /// @param place 0 left, 1 right; anything else: neither is better
    public void vote(int place) {
        if (!(state.get() instanceof ComparisonState.Voting)) {
            return;
        }
        var vote = vote(choice(place));
        state.set(new ComparisonState.Revealed(vote));
        jobs.run(
                        Job.of(
                                "keeping a vote",
                                _ -> {
                                    services.votes().add(vote);
                                    return vote;
                                }))
                .onSuccess(_ -> model.get().ifPresent(this::count))
                .onFailure(this::fail);
    }

    private Vote.Choice choice(int place) {
        if (place < 0 || place >= order.size()) {
            return Vote.Choice.NEITHER;
        }
        return switch (order.get(place)) {
            case BASE -> Vote.Choice.BASE;
            case TUNED -> Vote.Choice.TUNED;
        };
    }

    private Vote vote(Vote.Choice choice) {
        var tuned = model.get().orElseThrow();
        return new Vote(
                tuned.model(),
                tuned.made(),
                picture.orElseThrow(),
                question.get().strip(),
                answers.get(order.indexOf(Side.BASE)).get(),
                answers.get(order.indexOf(Side.TUNED)).get(),
                choice,
                Instant.ofEpochMilli(clock.millis()));
    }

    /// Whose answer stands at a place; asked after the vote.
    public Side sideAt(int place) {
        if (!(state.get() instanceof ComparisonState.Revealed)) {
            throw new IllegalStateException("nobody has voted yet");
        }
        return order.get(place);
    }

    /// Stops answering and asks anew.
    public void again() {
        answering.ifPresent(JobHandle::cancel);
        answering = Optional.empty();
        round++;
        answers.forEach(answer -> answer.set(""));
        state.set(new ComparisonState.Asking());
    }

    private void count(TunedModel tuned) {
        jobs.run(Job.of("counting votes", _ -> VoteTally.of(services.votes().votes(tuned.made()))))
                .onSuccess(counted -> {
                    if (model.get().equals(Optional.of(tuned))) {
                        tally.set(counted);
                    }
                })
                .onFailure(this::fail);
    }

    private void fail(Problem problem) {
        state.set(new ComparisonState.Failed(problem));
    }
}
