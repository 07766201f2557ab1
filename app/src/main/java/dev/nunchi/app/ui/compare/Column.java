package dev.nunchi.app.ui.compare;

import dev.nunchi.app.service.SideAnswer;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.task.JobHandle;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.util.Optional;

/// One of several answers, as it grows.
public final class Column {
    private final Answerer answerer;
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<ColumnState> state =
            new ReadOnlyObjectWrapper<>(new ColumnState.Waiting());
    private Optional<JobHandle<?>> job = Optional.empty();

    Column(Answerer answerer) {
        this.answerer = answerer;
    }

    public Answerer answerer() {
        return answerer;
    }

    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    public String getText() {
        return text.get();
    }

    public ReadOnlyObjectProperty<ColumnState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ColumnState getState() {
        return state.get();
    }

    /// The answer that can be voted for and kept; empty while there is none, and for one that has
    /// no words.
    public Optional<SideAnswer> answer() {
        return state.get() instanceof ColumnState.Answered(var given)
                ? Optional.of(given).filter(answer -> !answer.isEmpty())
                : Optional.empty();
    }

    void become(ColumnState now) {
        state.set(now);
    }

    void begin(JobHandle<?> handle) {
        job = Optional.of(handle);
    }

    void append(String delta) {
        become(new ColumnState.Answering());
        text.set(text.get() + delta);
    }

    void answered(SideAnswer given) {
        text.set(given.answer().text());
        become(new ColumnState.Answered(given));
    }

    /// Asks its job to end; one that has not begun never does.
    void stop() {
        job.ifPresent(JobHandle::cancel);
        if (job.isEmpty() && !getState().isOver()) {
            become(new ColumnState.Skipped());
        }
    }
}
