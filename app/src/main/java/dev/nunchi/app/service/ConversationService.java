package dev.nunchi.app.service;

import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.Found;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.error.StorageException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The list of conversations.
public final class ConversationService {
    /// How long a deleted conversation can be brought back.
    private static final Duration UNDO = Duration.ofHours(1);

    private static final int MAX_TITLE = 60;

    private final ConversationStore store;
    private final PictureService pictures;
    private final InstantSource clock;

    public ConversationService(
            ConversationStore store, PictureService pictures, InstantSource clock) {
        this.store = store;
        this.pictures = pictures;
        this.clock = clock;
    }

    /// The last changed first.
    public List<Conversation> list() throws StoreException {
        return store.list();
    }

    /// Those in which all words occur; all of them for a blank search.
    public List<Found> search(String words) throws StoreException {
        return words.isBlank()
                ? store.list().stream().map(c -> new Found(c, Optional.empty())).toList()
                : store.search(words);
    }

    public Optional<Conversation> find(long id) throws StoreException {
        return store.find(id);
    }

    /// What is shown of a conversation, and where it forks.
    public ConversationPath path(long id) throws StoreException {
        return new ConversationPath(store.turns(id), store.forks(id));
    }

    /// Opens the way to a turn that a search found: puts it in front.
    public void reveal(long turn) throws StoreException {
        store.putInFront(turn);
    }

    /// The adapter that answers in a conversation; empty for the model as it ships.
    public Optional<String> adapter(long id) throws StoreException {
        return store.adapter(id);
    }

    /// Remembers who is to answer in a conversation from now on.
    public void useModel(long id, String model, Optional<String> adapter) throws StoreException {
        store.useModel(id, model, adapter);
    }

    /// A new conversation; its first question gives it a title.
    public Conversation create() throws StoreException {
        return store.create("");
    }

    /// @param title blank for the title by which it began to be left
    public void rename(long id, String title) throws StoreException {
        String line = oneLine(title);
        if (!line.isEmpty()) {
            store.rename(id, line);
        }
    }

    /// Takes a conversation off the list; [#undoDelete] brings it back for an hour.
    public void delete(long id) throws StoreException {
        store.delete(id);
    }

    public void undoDelete(long id) throws StoreException {
        store.restore(id);
    }

    /// Forgets what was deleted too long ago, and its pictures. Called once after start.
    public void purge() throws StoreException, StorageException {
        var undoEnd = clock.instant().minus(UNDO);
        store.purge(undoEnd);
        pictures.collect(store.pictureHashes(), undoEnd);
    }

    /// A title made of the beginning of a question; ends at a word if it can.
    static String titleFrom(String question) {
        String line = oneLine(question);
        if (line.codePointCount(0, line.length()) <= MAX_TITLE) {
            return line;
        }
        String cut = line.substring(0, line.offsetByCodePoints(0, MAX_TITLE));
        int lastSpace = cut.lastIndexOf(' ');
        return (lastSpace > MAX_TITLE / 2 ? cut.substring(0, lastSpace) : cut) + "…";
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
