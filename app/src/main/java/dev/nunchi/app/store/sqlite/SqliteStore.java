package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.BallotStore;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.Excerpt;
import dev.nunchi.app.store.FolderStore;
import dev.nunchi.app.store.Found;
import dev.nunchi.app.store.ImportedConversation;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.store.Upkeep;
import dev.nunchi.app.store.VoteStore;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Conversations in a SQLite file. One connection, used by one thread at a time.
public final class SqliteStore implements ConversationStore {
    /// More hits than these are listed without an excerpt: nobody reads so many.
    private static final int MAX_EXCERPTS = 100;

    private final Sql sql;
    private final SqliteTurns turns;
    private final Runnable onClosed;
    private final InstantSource clock;

    private SqliteStore(Sql sql, Runnable onClosed, InstantSource clock) {
        this.onClosed = onClosed;
        this.sql = sql;
        this.turns = new SqliteTurns(sql);
        this.clock = clock;
    }

    /// Stores that are ready for use; closing the first closes all.
    ///
    /// @param setAside where the old database lies if it was damaged and a new one took its place,
    ///   with all that could be read
    public record Opened(
            ConversationStore store,
            VoteStore votes,
            BallotStore ballots,
            FolderStore folders,
            Upkeep upkeep,
            Optional<Path> setAside) {}

    /// Opens the database, creating or migrating it as needed.
    ///
    /// @param nativeLibraries where the driver unpacks its library; counts only for the first store
    ///   of a process
    /// @throws StoreException if it is locked, of a newer program, or cannot be read or written
    public static Opened open(Path file, Path nativeLibraries, InstantSource clock)
            throws StoreException {
        NativeLibrary.unpackInto(nativeLibraries);
        var opened = SqliteDatabase.open(file, Migrations.shipped());
        var sql = new Sql(opened.connection());
        return new Opened(
                new SqliteStore(sql, () -> WholeMark.leave(file, opened.checkedAt()), clock),
                new SqliteVotes(sql),
                new SqliteBallots(sql),
                new SqliteFolders(sql, clock),
                new SqliteUpkeep(file, nativeLibraries, sql),
                opened.setAside());
    }

    @Override
    public synchronized List<Conversation> list() throws StoreException {
        return sql.list(
                "listing",
                "SELECT * FROM conversation c WHERE 1" + Rows.LISTED,
                Rows::conversation);
    }

    @Override
    public synchronized List<Found> search(String words) throws StoreException {
        var query = SearchQuery.of(words);
        var conversations =
                sql.list("searching", query.sql(), Rows::conversation, query.arguments().toArray());
        var found = new ArrayList<Found>();
        for (var conversation : conversations) {
            boolean near = found.size() < MAX_EXCERPTS;
            found.add(
                    new Found(
                            conversation, near ? excerpt(conversation, query) : Optional.empty()));
        }
        return found;
    }

    private Optional<Excerpt> excerpt(Conversation conversation, SearchQuery query)
            throws StoreException {
        var turn = query.firstTurn(conversation.id());
        return sql
                .list(
                        "cutting an excerpt",
                        turn.sql(),
                        row -> Excerpts.of(row.getLong(1), row.getString(2), query.words()),
                        turn.arguments().toArray())
                .stream()
                .findFirst();
    }

    @Override
    public synchronized Optional<Conversation> find(long id) throws StoreException {
        return sql
                .list(
                        "finding",
                        "SELECT * FROM conversation WHERE id = ? AND deleted_at IS NULL",
                        Rows::conversation,
                        id)
                .stream()
                .findFirst();
    }

    @Override
    public synchronized Conversation create(String title) throws StoreException {
        Instant now = now();
        long id =
                sql.insert(
                        "creating a conversation",
                        "INSERT INTO conversation (title, created_at, updated_at) VALUES (?, ?, ?)",
                        title,
                        now.toEpochMilli(),
                        now.toEpochMilli());
        return Conversation.loose(id, title, now, now, "");
    }

    @Override
    public synchronized void rename(long id, String title) throws StoreException {
        sql.update("renaming", "UPDATE conversation SET title = ? WHERE id = ?", title, id);
    }

    @Override
    public synchronized void useModel(long id, String modelName, Optional<String> adapter)
            throws StoreException {
        sql.update(
                "noting the model",
                "UPDATE conversation SET model_name = ?, adapter = NULLIF(?, '') WHERE id = ?",
                modelName,
                adapter.orElse(""),
                id);
    }

    @Override
    public synchronized Optional<String> adapter(long id) throws StoreException {
        return sql
                .list(
                        "finding the adapter",
                        "SELECT adapter FROM conversation WHERE id = ?",
                        row -> Optional.ofNullable(row.getString("adapter")),
                        id)
                .stream()
                .findFirst()
                .flatMap(name -> name);
    }

    @Override
    public synchronized void delete(long id) throws StoreException {
        sql.update(
                "deleting",
                "UPDATE conversation SET deleted_at = ? WHERE id = ?",
                now().toEpochMilli(),
                id);
    }

    @Override
    public synchronized void restore(long id) throws StoreException {
        sql.update("restoring", "UPDATE conversation SET deleted_at = NULL WHERE id = ?", id);
    }

    @Override
    public synchronized int purge(Instant time) throws StoreException {
        return sql.update(
                "purging", "DELETE FROM conversation WHERE deleted_at < ?", time.toEpochMilli());
    }

    @Override
    public synchronized List<StoredTurn> turns(long conversationId) throws StoreException {
        return turns.inFront(conversationId);
    }

    @Override
    public synchronized Map<Long, List<Long>> forks(long conversationId) throws StoreException {
        return turns.forks(conversationId);
    }

    @Override
    public synchronized List<StoredTurn> tree(long conversationId) throws StoreException {
        return turns.all(conversationId);
    }

    @Override
    public synchronized void putInFront(long turnId) throws StoreException {
        turns.putInFront(turnId);
    }

    @Override
    public synchronized StoredTurn add(NewTurn turn) throws StoreException {
        return insert(turn, StoredTurn.State.COMPLETE);
    }

    @Override
    public synchronized StoredTurn begin(NewTurn turn) throws StoreException {
        return insert(turn, StoredTurn.State.PARTIAL);
    }

    private StoredTurn insert(NewTurn turn, StoredTurn.State state) throws StoreException {
        Instant now = now();
        return sql.atOnce(
                "adding a turn",
                () -> {
                    var added = turns.insert(turn, state, now);
                    date(turn.conversationId(), now);
                    return added;
                });
    }

    @Override
    public synchronized void saveText(long turnId, String text) throws StoreException {
        turns.saveText(turnId, text);
    }

    @Override
    public synchronized void finish(long turnId, String text, AnswerFacts facts)
            throws StoreException {
        sql.atOnce(
                "completing an answer",
                () -> {
                    long conversation = turns.finish(turnId, text, facts);
                    date(conversation, now());
                    return conversation;
                });
    }

    private void date(long conversation, Instant now) throws StoreException {
        sql.update(
                "dating the conversation",
                "UPDATE conversation SET updated_at = ? WHERE id = ?",
                now.toEpochMilli(),
                conversation);
    }

    @Override
    public synchronized void removeTurn(long turnId) throws StoreException {
        turns.remove(turnId);
    }

    @Override
    public synchronized List<Long> addAll(List<ImportedConversation> conversations)
            throws StoreException {
        return sql.atOnce(
                "adding conversations",
                () -> {
                    var ids = new ArrayList<Long>();
                    for (var conversation : conversations) {
                        ids.add(insert(conversation));
                    }
                    return ids;
                });
    }

    private long insert(ImportedConversation conversation) throws StoreException {
        long id =
                sql.insert(
                        "adding a conversation",
                        """
                        INSERT INTO conversation (title, model_name, created_at, updated_at)
                        VALUES (?, ?, ?, ?)
                        """,
                        conversation.title(),
                        conversation.modelName(),
                        conversation.createdAt().toEpochMilli(),
                        conversation.updatedAt().toEpochMilli());
        var added = new ArrayList<Long>();
        for (var turn : conversation.turns()) {
            var parent = turn.parent().map(added::get);
            var row = new NewTurn(id, parent, turn.role(), turn.text(), turn.pictures());
            long turnId = turns.insert(row, StoredTurn.State.COMPLETE, turn.createdAt()).id();
            if (turn.answerer().isPresent()) {
                var facts = AnswerFacts.unmeasured(turn.answerer().get());
                turns.finish(turnId, turn.text(), facts);
            }
            added.add(turnId);
        }
        return id;
    }

    @Override
    public synchronized Set<String> pictureHashes() throws StoreException {
        return Set.copyOf(
                sql.list(
                        "listing pictures",
                        "SELECT hash FROM turn_picture UNION SELECT hash FROM vote",
                        row -> row.getString(1)));
    }

    @Override
    public synchronized void close() throws StoreException {
        if (sql.close()) {
            onClosed.run();
        }
    }

    // The database keeps milliseconds; what is returned equals what is read later.
    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
