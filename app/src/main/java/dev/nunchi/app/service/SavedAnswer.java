package dev.nunchi.app.service;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.task.Heartbeat;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.progress.Stage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;

/// An answer that is being made, saved as it grows.
///
/// Text comes on the thread that answers and is saved by another one, so that a slow disk does not
/// slow the answer. Closing saves what is there; an answer of which nothing is there is removed.
final class SavedAnswer implements AnswerListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SavedAnswer.class);

    // At most half a second may be lost; the rest is for the write itself.
    private static final Duration SAVE_EVERY = Duration.ofMillis(400);

    private final ConversationStore store;
    private final StoredTurn begun;
    private final AnswerListener listener;
    private final StringBuilder text = new StringBuilder();
    private final Heartbeat heartbeat;
    private int savedLength;
    private boolean finished;

    /// @param begun an answer of which nothing is there yet, or one that is gone on with
    SavedAnswer(ConversationStore store, StoredTurn begun, AnswerListener listener) {
        this.store = store;
        this.begun = begun;
        this.listener = listener;
        text.append(begun.text());
        savedLength = text.length();
        this.heartbeat = new Heartbeat(SAVE_EVERY, this::save);
    }

    /// The turn's id in the store.
    long turnId() {
        return begun.id();
    }

    @Override
    public void onText(String delta) {
        synchronized (text) {
            text.append(delta);
        }
        listener.onText(delta);
    }

    @Override
    public void report(Stage stage, long done, long total) {
        listener.report(stage, done, total);
    }

    /// Completes the answer in the store.
    ///
    /// @param by who gave it
    /// @return the turn as it now stands there; one without text is not kept
    StoredTurn finish(Answer answer, Answerer by) throws StoreException {
        heartbeat.close();
        finished = true;
        String whole = begun.text() + answer.text();
        var made = AnswerFacts.of(answer, by);
        var facts = begun.facts().map(made::after).orElse(made);
        if (whole.isEmpty()) {
            store.removeTurn(begun.id());
        } else {
            store.finish(begun.id(), whole, facts);
        }
        return new StoredTurn(
                begun.id(),
                begun.conversationId(),
                begun.parent(),
                begun.position(),
                begun.role(),
                whole,
                begun.pictures(),
                Optional.of(facts),
                begun.createdAt(),
                StoredTurn.State.COMPLETE);
    }

    @Override
    public void close() throws StoreException {
        heartbeat.close();
        if (!finished) {
            String left = textNow();
            if (left.isEmpty()) {
                store.removeTurn(begun.id());
            } else {
                store.saveText(begun.id(), left);
            }
        }
    }

    private void save() {
        String now = textNow();
        if (now.length() == savedLength) {
            return;
        }
        try {
            store.saveText(begun.id(), now);
            savedLength = now.length();
        } catch (StoreException e) {
            // The answer goes on; if the trouble lasts, completing it tells the person.
            LOG.warn("A growing answer could not be saved", e);
        }
    }

    private String textNow() {
        synchronized (text) {
            return text.toString();
        }
    }
}
