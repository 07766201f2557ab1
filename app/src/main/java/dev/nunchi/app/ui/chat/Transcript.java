package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.ConversationPath;
import dev.nunchi.app.service.ConversationService;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import java.util.ArrayList;
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
        runner.run(Job.of("read a conversation", _ -> conversations.path(id)))
                .onSuccess(path -> {
                    if (reading == version) {
                        show(path);
                        whenThere.run();
                    }
                })
                .onFailure(onFailure);
    }

    /// Turns that are shown already keep their items, and with them their views.
    private void show(ConversationPath path) {
        int same = 0;
        while (same < Math.min(turns.size(), path.turns().size())
                && turns.get(same).stored().equals(Optional.of(path.turns().get(same)))) {
            same++;
        }
        if (same < Math.max(turns.size(), path.turns().size())) {
            var now = new ArrayList<>(turns.subList(0, same));
            path.turns().stream().skip(same).map(TurnItem::of).forEach(now::add);
            // At once: nobody shall see the conversation end in its middle.
            turns.setAll(now);
        }
        showForks(path);
    }

    /// Reads anew what stands beside the turns.
    void readForks() {
        long id = conversation.get();
        runner.run(Job.of("read forks", _ -> conversations.path(id)))
                .onSuccess(path -> {
                    if (isAt(id)) {
                        showForks(path);
                    }
                });
    }

    private void showForks(ConversationPath path) {
        for (var turn : turns) {
            turn.stored().ifPresent(stored -> turn.standsAmong(path.beside(stored.id())));
        }
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
