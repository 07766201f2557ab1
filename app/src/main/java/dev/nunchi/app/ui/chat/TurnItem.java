package dev.nunchi.app.ui.chat;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
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
    private List<StoredTurn> alternatives = List.of();

    /// Which of several answers to the same question it is.
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

    /// Known of the last answer of a conversation.
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

    /// @param answers all to the same question, the first that was made first
    void standsAmong(List<StoredTurn> answers) {
        alternatives = List.copyOf(answers);
        updatePlace();
    }

    private void updatePlace() {
        place.set(new Place(indexAmongAlternatives() + 1, alternatives.size()));
    }

    private int indexAmongAlternatives() {
        var ids = alternatives.stream().map(StoredTurn::id).toList();
        return stored.map(turn -> ids.indexOf(turn.id())).orElse(-1);
    }

    /// Another answer to the same question, counted from this one.
    Optional<StoredTurn> alternative(int step) {
        int index = indexAmongAlternatives() + step;
        return index >= 0 && index < alternatives.size()
                ? Optional.of(alternatives.get(index))
                : Optional.empty();
    }

    void sawTokensPerPicture(int tokens) {
        seen.set(Optional.of(tokens));
    }
}
