package dev.nunchi.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps conversations. Every method returns when its change would survive the end of the program.
/// Thread-safe.
public interface ConversationStore extends AutoCloseable {
    /// All conversations that are not deleted, the last changed first.
    List<Conversation> list() throws StoreException;

    /// Those of [#list] in which every word occurs, in the title or in a turn; within words too.
    List<Conversation> search(String words) throws StoreException;

    Optional<Conversation> find(long id) throws StoreException;

    Conversation create(String title) throws StoreException;

    void rename(long id, String title) throws StoreException;

    /// Remembers which model answers in the conversation.
    void useModel(long id, String modelName) throws StoreException;

    /// Takes the conversation off the list; [#restore] brings it back until it is purged.
    void delete(long id) throws StoreException;

    void restore(long id) throws StoreException;

    /// Forgets for good what was deleted before `time`.
    ///
    /// @return how many conversations that were
    int purge(Instant time) throws StoreException;

    /// The turns of a conversation by position; of several at one position the newest, or the one
    /// that was put in front since. An answer of which nothing is there yet is left out.
    List<StoredTurn> turns(long conversationId) throws StoreException;

    /// All turns at one position, the first that was made first; one of them is in [#turns].
    List<StoredTurn> alternatives(long conversationId, int position) throws StoreException;

    /// Makes a turn the one of its position that [#turns] has.
    void putInFront(long turnId) throws StoreException;

    /// Adds a whole turn.
    StoredTurn add(NewTurn turn) throws StoreException;

    /// Adds an answer of which nothing is there yet.
    StoredTurn begin(NewTurn turn) throws StoreException;

    /// Replaces the text of an answer that is being made.
    void saveText(long turnId, String text) throws StoreException;

    /// Completes an answer.
    void finish(long turnId, String text, AnswerFacts facts) throws StoreException;

    /// Removes one turn; an older one at the same position comes to light.
    void removeTurn(long turnId) throws StoreException;

    /// Removes every turn from `position` on.
    void removeFrom(long conversationId, int position) throws StoreException;

    /// Hashes of all pictures that some turn or vote refers to, deleted conversations included.
    Set<String> pictureHashes() throws StoreException;

    @Override
    void close() throws StoreException;
}
