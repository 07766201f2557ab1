package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The trees of turns. Of the turns that follow the same one, that with the highest `alternative`
/// stands in front.
final class SqliteTurns {
    /// Something of the turn is there.
    private static final String BEGUN = " NOT (t.state = 'PARTIAL' AND t.text = '') ";

    private static final String IN_FRONT =
            """
            WITH RECURSIVE path (id) AS (
                SELECT (SELECT t.id FROM turn t
                    WHERE t.conversation_id = ?1 AND t.parent_id IS NULL AND %1$s
                    ORDER BY t.alternative DESC LIMIT 1)
                UNION ALL
                SELECT (SELECT t.id FROM turn t WHERE t.parent_id = path.id AND %1$s
                    ORDER BY t.alternative DESC LIMIT 1)
                FROM path WHERE path.id IS NOT NULL)
            SELECT t.* FROM path JOIN turn t ON t.id = path.id ORDER BY t.position
            """
                    .formatted(BEGUN);

    private final Sql sql;

    SqliteTurns(Sql sql) {
        this.sql = sql;
    }

    List<StoredTurn> inFront(long conversation) throws StoreException {
        return read(IN_FRONT, conversation);
    }

    List<StoredTurn> all(long conversation) throws StoreException {
        // A turn is never older than the one that it follows.
        return read(
                "SELECT * FROM turn t WHERE conversation_id = ? AND" + BEGUN + "ORDER BY id",
                conversation);
    }

    private List<StoredTurn> read(String query, long conversation) throws StoreException {
        var pictures = pictures(conversation);
        return sql.list(
                "reading turns",
                query,
                row -> Rows.turn(row, pictures.of(row.getLong("id"))),
                conversation);
    }

    private PicturesByTurn pictures(long conversation) throws StoreException {
        var pictures = new PicturesByTurn();
        sql.list(
                "reading pictures",
                """
                SELECT p.* FROM turn_picture p JOIN turn t ON t.id = p.turn_id
                WHERE t.conversation_id = ? ORDER BY p.turn_id, p.ordinal
                """,
                pictures::add,
                conversation);
        return pictures;
    }

    Map<Long, List<Long>> forks(long conversation) throws StoreException {
        var byParent = new HashMap<Long, List<Long>>();
        sql.list(
                "reading forks",
                "SELECT id, parent_id FROM turn t WHERE conversation_id = ? AND"
                        + BEGUN
                        + "ORDER BY id",
                // No turn has the id 0, which stands for no parent.
                row ->
                        byParent.computeIfAbsent(row.getLong(2), _ -> new ArrayList<>())
                                .add(row.getLong(1)),
                conversation);
        var forks = new LinkedHashMap<Long, List<Long>>();
        byParent.values().stream()
                .filter(siblings -> siblings.size() > 1)
                .forEach(siblings -> siblings.forEach(id -> forks.put(id, List.copyOf(siblings))));
        return forks;
    }

    void putInFront(long turn) throws StoreException {
        sql.update(
                "putting a turn in front",
                """
                WITH RECURSIVE path (id) AS (
                    SELECT ?
                    UNION ALL
                    SELECT t.parent_id FROM turn t JOIN path ON t.id = path.id
                    WHERE t.parent_id IS NOT NULL)
                UPDATE turn SET alternative = (
                    SELECT MAX(a.alternative) + 1 FROM turn a
                    WHERE a.conversation_id = turn.conversation_id
                    AND a.position = turn.position)
                WHERE id IN (SELECT id FROM path)
                """,
                turn);
    }

    /// Is to be called within a change of the conversation.
    StoredTurn insert(NewTurn turn, StoredTurn.State state, Instant now) throws StoreException {
        int position = position(turn);
        long id =
                sql.insert(
                        "adding a turn",
                        """
                        INSERT INTO turn (conversation_id, position, parent_id, alternative, role,
                            text, state, created_at)
                        SELECT ?1, ?2, ?3, COALESCE(MAX(alternative) + 1, 0), ?4, ?5, ?6, ?7
                        FROM turn WHERE conversation_id = ?1 AND position = ?2
                        """,
                        turn.conversationId(),
                        position,
                        turn.parent(),
                        turn.role().name(),
                        turn.text(),
                        state.name(),
                        now.toEpochMilli());
        insertPictures(id, turn.pictures());
        return new StoredTurn(
                id,
                turn.conversationId(),
                turn.parent(),
                position,
                turn.role(),
                turn.text(),
                turn.pictures(),
                Optional.empty(),
                now,
                state);
    }

    private int position(NewTurn turn) throws StoreException {
        if (turn.parent().isEmpty()) {
            return 0;
        }
        var parent =
                sql.list(
                        "finding the turn before",
                        "SELECT position FROM turn WHERE id = ? AND conversation_id = ?",
                        row -> row.getInt(1),
                        turn.parent().get(),
                        turn.conversationId());
        if (parent.isEmpty()) {
            throw new StoreException(
                    StoreException.Reason.FAILED, "adding a turn: the one before is gone");
        }
        return parent.getFirst() + 1;
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

    void saveText(long turn, String text) throws StoreException {
        sql.update("saving an answer", "UPDATE turn SET text = ? WHERE id = ?", text, turn);
    }

    /// @return the conversation that the answer stands in
    long finish(long turn, String text, AnswerFacts facts) throws StoreException {
        sql.update(
                "completing an answer",
                """
                UPDATE turn SET text = ?, state = 'COMPLETE', finish_reason = ?,
                    prompt_tokens = ?, image_tokens = ?, new_tokens = ?,
                    pictures_ms = ?, prefill_ms = ?, first_token_ms = ?,
                    decode_ms = ?, total_ms = ?,
                    model_name = ?, adapter = ?, endpoint = ? WHERE id = ?
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
                facts.answerer().map(Answerer::model),
                facts.answerer().flatMap(Answerer::adapter),
                facts.answerer().flatMap(Answerer::endpoint),
                turn);
        return sql
                .list(
                        "dating the conversation",
                        "SELECT conversation_id FROM turn WHERE id = ?",
                        row -> row.getLong(1),
                        turn)
                .stream()
                .findFirst()
                .orElse(0L);
    }

    void remove(long turn) throws StoreException {
        sql.update("removing a turn", "DELETE FROM turn WHERE id = ?", turn);
    }
}
