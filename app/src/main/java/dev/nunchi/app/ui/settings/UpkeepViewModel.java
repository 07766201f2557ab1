package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.store.Upkeep;
import dev.nunchi.app.store.Upkeep.Health;
import dev.nunchi.app.store.Upkeep.Mended;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The file that conversations are kept in: checked when the person asks, mended when they agree.
/// FX thread only.
public final class UpkeepViewModel {
    private final Upkeep upkeep;
    private final JobRunner jobs;
    private final Runnable onMended;
    private final ReadOnlyObjectWrapper<State> state =
            new ReadOnlyObjectWrapper<>(new State.Unchecked());

    /// What is known of the file.
    public sealed interface State {
        record Unchecked() implements State {}

        record Checking() implements State {}

        record Sound(long conversations) implements State {}

        /// @param health with at least one problem
        record Damaged(Health health) implements State {}

        record Mending() implements State {}

        record Whole(Mended mended) implements State {}

        record Failed(Problem problem) implements State {}

        /// Whether something is being done that has to be waited for.
        default boolean isBusy() {
            return this instanceof Checking || this instanceof Mending;
        }
    }

    /// @param onMended what reads the conversations anew
    public UpkeepViewModel(Upkeep upkeep, JobRunner jobs, Runnable onMended) {
        this.upkeep = upkeep;
        this.jobs = jobs;
        this.onMended = onMended;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Mends the file if it is known to be damaged, otherwise checks it.
    public void goOn() {
        switch (state.get()) {
            case State.Checking _, State.Mending _ -> {}
            case State.Damaged _ -> mend();
            case State.Unchecked _, State.Sound _, State.Whole _, State.Failed _ -> check();
        }
    }

    private void check() {
        state.set(new State.Checking());
        jobs.run(Job.of("checking the conversations", _ -> upkeep.check()))
                .onSuccess(health ->
                        state.set(
                                health.isSound()
                                        ? new State.Sound(health.conversations())
                                        : new State.Damaged(health)))
                .onFailure(problem -> state.set(new State.Failed(problem)));
    }

    private void mend() {
        state.set(new State.Mending());
        jobs.run(Job.of("mending the conversations", _ -> upkeep.mend()))
                .onSuccess(mended -> {
                    state.set(new State.Whole(mended));
                    onMended.run();
                })
                .onFailure(problem -> state.set(new State.Failed(problem)));
    }
}
