package dev.nunchi.app.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keeps conversations. Every method returns when its change would survive the end of the program.
/// Thread-safe.
///
/// The turns of a conversation are a tree: each follows another one, and several may follow the
/// same. Of those one stands in front; the path of the turns in front is what is shown and asked.
public interface ConversationStore extends AutoCloseable {
    /// All conversations that are not deleted, the last changed first.
    List<Conversation> list() throws StoreException;

    /// Those of [#list] in which every word occurs, in the title or in a turn, whether it stands in
    /// front or not; within words too.
    List<Found> search(String words) throws StoreException;

    Optional<Conversation> find(long id) throws StoreException;

    Conversation create(String title) throws StoreException;

    void rename(long id, String title) throws StoreException;

    /// Remembers which model answers in the conversation, and with which adapter.
    ///
    /// @param adapter its name; empty for the model as it ships
    void useModel(long id, String modelName, Optional<String> adapter) throws StoreException;

    /// The adapter of [#useModel]; empty also for a conversation that is not there.
    Optional<String> adapter(long id) throws StoreException;

    /// Takes the conversation off the list; [#restore] brings it back until it is purged.
    void delete(long id) throws StoreException;

    void restore(long id) throws StoreException;

    /// Forgets for good what was deleted before `time`.
    ///
    /// @return how many conversations that were
    int purge(Instant time) throws StoreException;

    /// The path of the turns in front. An answer of which nothing is there yet is left out.
    List<StoredTurn> turns(long conversationId) throws StoreException;

    /// Where a conversation forks.
    ///
    /// @return for each turn that others stand beside, the ids of all of them, the first that was
    ///   made first; turns off the path of [#turns] included
    Map<Long, List<Long>> forks(long conversationId) throws StoreException;

    /// All turns of a conversation, each after the one that it follows.
    List<StoredTurn> tree(long conversationId) throws StoreException;

    /// Puts a turn, and all that it follows, in front.
    void putInFront(long turnId) throws StoreException;

    /// Adds a whole turn.
    StoredTurn add(NewTurn turn) throws StoreException;

    /// Adds an answer of which nothing is there yet.
    StoredTurn begin(NewTurn turn) throws StoreException;

    /// Replaces the text of an answer that is being made.
    void saveText(long turnId, String text) throws StoreException;

    /// Completes an answer.
    void finish(long turnId, String text, AnswerFacts facts) throws StoreException;

    /// Removes a turn and all that follow it; another one beside it comes to the front.
    void removeTurn(long turnId) throws StoreException;

    /// Adds whole conversations with their turns: all or none.
    ///
    /// @return their ids
    List<Long> addAll(List<ImportedConversation> conversations) throws StoreException;

    /// Hashes of all pictures that some turn or vote refers to, deleted conversations included.
    Set<String> pictureHashes() throws StoreException;

    @Override
    void close() throws StoreException;
}
