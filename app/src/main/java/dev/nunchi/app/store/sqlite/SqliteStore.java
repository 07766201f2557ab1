package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.store.VoteStore;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Conversations in a SQLite file. One connection, used by one thread at a time.
public final class SqliteStore implements ConversationStore {
    private final Connection connection;
    private final Sql sql;
    private final InstantSource clock;

    private SqliteStore(Connection connection, Sql sql, InstantSource clock) {
        this.connection = connection;
        this.sql = sql;
        this.clock = clock;
    }

    /// Stores that are ready for use; closing the first closes both.
    ///
    /// @param setAside where the old database lies if it was damaged and a new one was begun
    public record Opened(ConversationStore store, VoteStore votes, Optional<Path> setAside) {}

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
                new SqliteStore(opened.connection(), sql, clock),
                new SqliteVotes(sql),
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
    public synchronized List<Conversation> search(String words) throws StoreException {
        var query = SearchQuery.of(words);
        return sql.list("searching", query.sql(), Rows::conversation, query.arguments().toArray());
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
        return new Conversation(id, title, now, now, "");
    }

    @Override
    public synchronized void rename(long id, String title) throws StoreException {
        sql.update("renaming", "UPDATE conversation SET title = ? WHERE id = ?", title, id);
    }

    @Override
    public synchronized void useModel(long id, String modelName) throws StoreException {
        sql.update(
                "noting the model",
                "UPDATE conversation SET model_name = ? WHERE id = ?",
                modelName,
                id);
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
        var pictures = pictures(conversationId);
        return sql.list(
                "reading turns",
                """
                SELECT * FROM turn t WHERE conversation_id = ? AND alternative = (
                    SELECT MAX(alternative) FROM turn a
                    WHERE a.conversation_id = t.conversation_id AND a.position = t.position
                    AND NOT (a.state = 'PARTIAL' AND a.text = ''))
                ORDER BY position
                """,
                row -> Rows.turn(row, pictures.of(row.getLong("id"))),
                conversationId);
    }

    private PicturesByTurn pictures(long conversationId) throws StoreException {
        var pictures = new PicturesByTurn();
        sql.list(
                "reading pictures",
                """
                SELECT p.* FROM turn_picture p JOIN turn t ON t.id = p.turn_id
                WHERE t.conversation_id = ? ORDER BY p.turn_id, p.ordinal
                """,
                pictures::add,
                conversationId);
        return pictures;
    }

    @Override
    public synchronized List<StoredTurn> alternatives(long conversationId, int position)
            throws StoreException {
        var pictures = pictures(conversationId);
        return sql.list(
                "reading alternatives",
                """
                SELECT * FROM turn WHERE conversation_id = ? AND position = ?
                AND NOT (state = 'PARTIAL' AND text = '') ORDER BY id
                """,
                row -> Rows.turn(row, pictures.of(row.getLong("id"))),
                conversationId,
                position);
    }

    @Override
    public synchronized void putInFront(long turnId) throws StoreException {
        sql.update(
                "putting a turn in front",
                """
                UPDATE turn SET alternative = (
                    SELECT MAX(a.alternative) + 1 FROM turn a
                    WHERE a.conversation_id = turn.conversation_id
                    AND a.position = turn.position)
                WHERE id = ?
                """,
                turnId);
    }

    @Override
    public synchronized StoredTurn add(NewTurn turn) throws StoreException {
        return insert(turn, StoredTurn.State.COMPLETE);
    }

    @Override
    public synchronized StoredTurn begin(NewTurn turn) throws StoreException {
        return insert(turn, StoredTurn.State.PARTIAL);
    }

    @Override
    public synchronized void saveText(long turnId, String text) throws StoreException {
        sql.update("saving an answer", "UPDATE turn SET text = ? WHERE id = ?", text, turnId);
    }

    @Override
    public synchronized void finish(long turnId, String text, AnswerFacts facts)
            throws StoreException {
        sql.atOnce(
                "completing an answer",
                () -> {
                    sql.update(
                            "completing an answer",
                            """
                            UPDATE turn SET text = ?, state = 'COMPLETE', finish_reason = ?,
                                prompt_tokens = ?, image_tokens = ?, new_tokens = ?,
                                pictures_ms = ?, prefill_ms = ?, first_token_ms = ?,
                                decode_ms = ?, total_ms = ? WHERE id = ?
                            """,
                            text,
                            facts.finishReason().name(),
                            facts.usage().promptTokens(),
                            facts.usage().imageTokens(),
                            facts.usage().newTokens(),
                            facts.timing().pictures(),
                            facts.timing().prefill(),
                            facts.timing().firstToken(),
                            facts.timing().decode(),
                            facts.timing().total(),
                            turnId);
                    sql.update(
                            "dating the conversation",
                            """
                            UPDATE conversation SET updated_at = ?
                            WHERE id = (SELECT conversation_id FROM turn WHERE id = ?)
                            """,
                            now().toEpochMilli(),
                            turnId);
                });
    }

    @Override
    public synchronized void removeTurn(long turnId) throws StoreException {
        sql.update("removing a turn", "DELETE FROM turn WHERE id = ?", turnId);
    }

    @Override
    public synchronized void removeFrom(long conversationId, int position) throws StoreException {
        sql.update(
                "removing turns",
                "DELETE FROM turn WHERE conversation_id = ? AND position >= ?",
                conversationId,
                position);
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
        try {
            connection.close();
        } catch (SQLException e) {
            throw Failures.of("closing the database", e);
        }
    }

    private StoredTurn insert(NewTurn turn, StoredTurn.State state) throws StoreException {
        Instant now = now();
        var id = new long[1];
        sql.atOnce(
                "adding a turn",
                () -> {
                    id[0] = insertTurn(turn, state, now);
                    insertPictures(id[0], turn.pictures());
                    sql.update(
                            "dating the conversation",
                            "UPDATE conversation SET updated_at = ? WHERE id = ?",
                            now.toEpochMilli(),
                            turn.conversationId());
                });
        return new StoredTurn(
                id[0],
                turn.conversationId(),
                turn.position(),
                turn.role(),
                turn.text(),
                turn.pictures(),
                Optional.empty(),
                now,
                state);
    }

    private long insertTurn(NewTurn turn, StoredTurn.State state, Instant now)
            throws StoreException {
        return sql.insert(
                "adding a turn",
                """
                INSERT INTO turn
                    (conversation_id, position, alternative, role, text, state, created_at)
                SELECT ?1, ?2, COALESCE(MAX(alternative) + 1, 0), ?3, ?4, ?5, ?6
                FROM turn WHERE conversation_id = ?1 AND position = ?2
                """,
                turn.conversationId(),
                turn.position(),
                turn.role().name(),
                turn.text(),
                state.name(),
                now.toEpochMilli());
    }

    private void insertPictures(long turnId, List<StoredPicture> pictures) throws StoreException {
        for (int i = 0; i < pictures.size(); i++) {
            StoredPicture picture = pictures.get(i);
            sql.update(
                    "adding a picture",
                    "INSERT INTO turn_picture VALUES (?, ?, ?, ?, ?, ?, ?)",
                    turnId,
                    i,
                    picture.hash(),
                    picture.name(),
                    picture.width(),
                    picture.height(),
                    picture.format());
        }
    }

    // The database keeps milliseconds; what is returned equals what is read later.
    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
