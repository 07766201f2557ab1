package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.Folder;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.store.Vote;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.text.Role;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// From rows to records.
final class Rows {
    /// The end of every query for the list.
    static final String LISTED = " AND c.deleted_at IS NULL ORDER BY c.updated_at DESC, c.id DESC";

    private Rows() {}

    static Conversation conversation(ResultSet row) throws SQLException {
        return new Conversation(
                row.getLong("id"),
                row.getString("title"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                row.getString("model_name"),
                reference(row, "folder_id"),
                reference(row, "pinned_at").map(Instant::ofEpochMilli));
    }

    private static Optional<Long> reference(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    static Folder folder(ResultSet row) throws SQLException {
        return new Folder(row.getLong("id"), row.getString("name"));
    }

    static StoredPicture picture(ResultSet row) throws SQLException {
        return new StoredPicture(
                row.getString("hash"),
                row.getString("name"),
                row.getInt("width"),
                row.getInt("height"),
                row.getString("format"));
    }

    static StoredTurn turn(ResultSet row, List<StoredPicture> pictures) throws SQLException {
        return new StoredTurn(
                row.getLong("id"),
                row.getLong("conversation_id"),
                reference(row, "parent_id"),
                row.getInt("position"),
                Role.valueOf(row.getString("role")),
                row.getString("text"),
                pictures,
                facts(row),
                Instant.ofEpochMilli(row.getLong("created_at")),
                StoredTurn.State.valueOf(row.getString("state")));
    }

    static Vote vote(ResultSet row) throws SQLException {
        return new Vote(
                row.getString("model"),
                row.getString("adapter"),
                picture(row),
                row.getString("question"),
                row.getString("base_answer"),
                row.getString("tuned_answer"),
                Vote.Choice.valueOf(row.getString("choice")),
                Instant.ofEpochMilli(row.getLong("voted_at")));
    }

    private static Optional<AnswerFacts> facts(ResultSet row) throws SQLException {
        String reason = row.getString("finish_reason");
        if (reason == null) {
            return Optional.empty();
        }
        return Optional.of(
                new AnswerFacts(
                        FinishReason.valueOf(reason),
                        new TokenUsage(
                                row.getInt("prompt_tokens"),
                                row.getInt("image_tokens"),
                                row.getInt("new_tokens")),
                        new AnswerTiming(
                                row.getDouble("pictures_ms"),
                                row.getDouble("prefill_ms"),
                                row.getDouble("first_token_ms"),
                                row.getDouble("decode_ms"),
                                row.getDouble("total_ms")),
                        answerer(row)));
    }

    /// Who gave the answer of a row, if that is known.
    static Optional<Answerer> answerer(ResultSet row) throws SQLException {
        String model = row.getString("model_name");
        return model == null
                ? Optional.empty()
                : Optional.of(
                        new Answerer(
                                model,
                                Optional.ofNullable(row.getString("adapter")),
                                Optional.ofNullable(row.getString("endpoint"))));
    }
}
