package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// What was said in the conversation that is open, as far as the window shows it.
final class Transcript {
    /// No conversation: the first question begins one.
    static final long NONE = 0;

    private final ConversationService conversations;
    private final JobRunner runner;
    private final ReadOnlyObjectWrapper<Long> conversation = new ReadOnlyObjectWrapper<>(NONE);
    private final ReadOnlyObjectWrapper<Optional<TurnItem>> last =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<TurnItem> turns = FXCollections.observableArrayList();
    private final ObservableList<TurnItem> shown = FXCollections.unmodifiableObservableList(turns);

    /// Counts the changes: what was read of the store before one is out of date after it.
    private int version;

    Transcript(ConversationService conversations, JobRunner runner) {
        this.conversations = conversations;
        this.runner = runner;
        turns.addListener((ListChangeListener<TurnItem>) _ -> last.set(newest()));
    }

    private Optional<TurnItem> newest() {
        return turns.isEmpty() ? Optional.empty() : Optional.of(turns.getLast());
    }

    /// Id of the conversation, or [#NONE].
    ReadOnlyObjectProperty<Long> conversationProperty() {
        return conversation.getReadOnlyProperty();
    }

    boolean isAt(long id) {
        return conversation.get() == id;
    }

    ReadOnlyObjectProperty<Optional<TurnItem>> lastProperty() {
        return last.getReadOnlyProperty();
    }

    /// Cannot be changed by the caller.
    ObservableList<TurnItem> turns() {
        return shown;
    }

    /// Goes on with another conversation, of which nothing is shown until it was read.
    void become(long id) {
        conversation.set(id);
        if (id == NONE) {
            version++;
            turns.clear();
        }
    }

    /// Reads the conversation from the store; without one, shows that nothing was said.
    ///
    /// @param whenThere runs after the turns have changed
    void reload(Runnable whenThere, Consumer<Problem> onFailure) {
        long id = conversation.get();
        int reading = ++version;
        if (id == NONE) {
            turns.clear();
            return;
        }
        runner.run(Job.of("read a conversation", _ -> conversations.turns(id)))
                .onSuccess(stored -> {
                    if (reading == version) {
                        turns.setAll(stored.stream().map(TurnItem::of).toList());
                        whenThere.run();
                    }
                })
                .onFailure(onFailure);
    }

    void add(TurnItem turn) {
        version++;
        turns.add(turn);
    }

    /// Removes a turn and what follows it.
    void removeFrom(TurnItem turn) {
        int index = turns.indexOf(turn);
        if (index >= 0) {
            version++;
            turns.remove(index, turns.size());
        }
    }

    /// Tells the questions how many tokens their pictures became for the last answer.
    ///
    /// @param perPicture of the model that answered, if it is known
    void tellSeenTokens(OptionalInt perPicture) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            var facts = turns.get(i).getFacts();
            if (facts.isPresent()) {
                SeenTokens.tell(turns.subList(0, i), facts.get(), perPicture);
                return;
            }
        }
    }
}
