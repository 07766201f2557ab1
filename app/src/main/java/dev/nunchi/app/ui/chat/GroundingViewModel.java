package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.SightService;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobHandle;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.engine.chat.Grounding;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.Optional;

/// "Seen or guessed?" of one answer: found out when it is asked for, forgotten when it is hidden.
public final class GroundingViewModel {
    private final SightService sight;
    private final JobRunner runner;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Hidden());
    private Optional<JobHandle<?>> running = Optional.empty();
    private int asked;

    /// What is shown.
    public sealed interface State {
        record Hidden() implements State {}

        /// The model reads the answer again.
        record Working() implements State {}

        record Shown(Grounding grounding) implements State {}

        record Failed(Problem problem) implements State {}
    }

    GroundingViewModel(SightService sight, JobRunner runner) {
        this.sight = sight;
        this.runner = runner;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Finds out, or hides what was found out; stops the work if it is going on.
    public void toggle(StoredTurn answer) {
        if (state.get() instanceof State.Hidden) {
            ask(answer);
        } else {
            hide();
        }
    }

    /// Hides it, e.g. because the answer has become another one.
    public void hide() {
        asked++;
        running.ifPresent(JobHandle::cancel);
        running = Optional.empty();
        state.set(new State.Hidden());
    }

    private void ask(StoredTurn answer) {
        int now = ++asked;
        state.set(new State.Working());
        var job =
                runner.run(
                        Job.of(
                                "seen or guessed",
                                context -> sight.ground(answer, context.cancel())));
        running = Optional.of(job);
        job.onSuccess(found -> become(now, found.<State>map(State.Shown::new)))
                .onFailure(problem -> become(now, Optional.of(new State.Failed(problem))));
    }

    private void become(int question, Optional<State> next) {
        if (question == asked) {
            running = Optional.empty();
            state.set(next.orElse(new State.Hidden()));
        }
    }
}
