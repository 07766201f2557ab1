package dev.nunchi.app.ui.chat;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.text.Role;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.util.List;
import java.util.Optional;

/// One turn as the list shows it; an assistant's turn grows while it is streamed.
public final class TurnItem {
    private final Role role;
    private final List<StoredPicture> pictures;
    private final ReadOnlyStringWrapper text;
    private final ReadOnlyBooleanWrapper streaming = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<AnswerFacts>> facts =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Integer>> seen =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Place> place = new ReadOnlyObjectWrapper<>(new Place(1, 1));
    private Optional<StoredTurn> stored = Optional.empty();
    private List<Long> beside = List.of();

    /// Which of several turns it is that stand beside each other: answers to the same question, or
    /// versions of a question.
    ///
    /// @param number in the order in which they were made, from 1
    public record Place(int number, int count) {}

    private TurnItem(Role role, List<StoredPicture> pictures, String text) {
        this.role = role;
        this.pictures = List.copyOf(pictures);
        this.text = new ReadOnlyStringWrapper(text);
    }

    static TurnItem of(StoredTurn turn) {
        var item = new TurnItem(turn.role(), turn.pictures(), turn.text());
        item.stored = Optional.of(turn);
        item.facts.set(turn.facts());
        return item;
    }

    /// A question that is on its way into the store.
    static TurnItem question(List<StoredPicture> pictures, String text) {
        return new TurnItem(Role.USER, pictures, text);
    }

    /// An answer of which nothing is there yet.
    static TurnItem comingAnswer() {
        var item = new TurnItem(Role.ASSISTANT, List.of(), "");
        item.streaming.set(true);
        return item;
    }

    public Role role() {
        return role;
    }

    /// Empty but for the user's turns.
    public List<StoredPicture> pictures() {
        return pictures;
    }

    public String getText() {
        return text.get();
    }

    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    public boolean isStreaming() {
        return streaming.get();
    }

    public ReadOnlyBooleanProperty streamingProperty() {
        return streaming.getReadOnlyProperty();
    }

    /// How an answer came about; empty while it is streamed and when it was cut off.
    public Optional<AnswerFacts> getFacts() {
        return facts.get();
    }

    public ReadOnlyObjectProperty<Optional<AnswerFacts>> factsProperty() {
        return facts.getReadOnlyProperty();
    }

    /// How many tokens each of its pictures became for the last answer; 0 when the model did not
    /// get them, empty when nothing was answered yet.
    public Optional<Integer> getSeen() {
        return seen.get();
    }

    public ReadOnlyObjectProperty<Optional<Integer>> seenProperty() {
        return seen.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Place> placeProperty() {
        return place.getReadOnlyProperty();
    }

    /// Whether it is the given last turn of a conversation.
    boolean isLast(Optional<TurnItem> last) {
        return last.filter(this::equals).isPresent();
    }

    /// The turn as it lies in the store; empty while it is on its way there.
    Optional<StoredTurn> stored() {
        return stored;
    }

    void storedAs(StoredTurn turn) {
        stored = Optional.of(turn);
    }

    /// Grows again.
    void goOn() {
        streaming.set(true);
    }

    /// Whether the model had more to say, as far as is known.
    boolean isUnfinished() {
        return !isStreaming()
                && role == Role.ASSISTANT
                && stored.isPresent()
                && !getText().isEmpty()
                && facts.get()
                        .map(AnswerFacts::finishReason)
                        .map(TurnItem::isCut)
                        .orElse(isBrokenOff());
    }

    /// Whether the program ended or failed while the answer was made. What a person wrote or a file
    /// had is whole, though nothing is known of how it came about.
    boolean isBrokenOff() {
        return stored.filter(turn -> turn.state() == StoredTurn.State.PARTIAL).isPresent();
    }

    private static boolean isCut(FinishReason reason) {
        return switch (reason) {
            case CANCELLED, LENGTH -> true;
            case STOP, CONTEXT_FULL, REPETITION -> false;
        };
    }

    void append(String delta) {
        text.set(text.get() + delta);
    }

    /// Shows a whole answer: the one that was streamed, or another one to the same question.
    void become(StoredTurn turn) {
        stored = Optional.of(turn);
        text.set(turn.text());
        facts.set(turn.facts());
        streaming.set(false);
        updatePlace();
    }

    /// @param turns ids of all that stand at its place, the first that was made first
    void standsAmong(List<Long> turns) {
        beside = List.copyOf(turns);
        updatePlace();
    }

    private void updatePlace() {
        place.set(new Place(indexBeside() + 1, beside.size()));
    }

    private int indexBeside() {
        return stored.map(turn -> beside.indexOf(turn.id())).orElse(-1);
    }

    /// The id of another turn at the same place, counted from this one.
    Optional<Long> beside(int step) {
        int index = indexBeside() + step;
        return index >= 0 && index < beside.size()
                ? Optional.of(beside.get(index))
                : Optional.empty();
    }

    void sawTokensPerPicture(int tokens) {
        seen.set(Optional.of(tokens));
    }
}
