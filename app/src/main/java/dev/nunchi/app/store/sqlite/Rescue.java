package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Copies what is legible of a damaged database into an empty one of the same schema.
///
/// Rows are read in ranges of their keys; a range that fails is halved until the rows on the
/// damaged page are left out and all others are there. Search is built anew by the triggers of the
/// new one.
final class Rescue {
    private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);

    /// Where the highest key cannot be read.
    private static final long FAR = 1L << 32;

    /// Ranges of a table that are tried again by halves. A table whose root is gone would otherwise
    /// be halved down to each of its possible keys.
    private static final int MOST_HALVED = 20_000;

    private final Connection damaged;
    private final Connection fresh;
    private int lost;
    private int halved;

    Rescue(Connection damaged, Connection fresh) {
        this.damaged = damaged;
        this.fresh = fresh;
    }

    void run() throws SQLException, StoreException {
        var sql = new Sql(fresh);
        // Rows may come before those that they refer to, or without them.
        pragma("foreign_keys = OFF");
        Transaction.run(
                fresh,
                () -> {
                    var tables = tables(sql);
                    for (String table : tables) {
                        copy(table, sql);
                    }
                    if (tables.contains("conversation")) {
                        mendConversations(sql);
                    }
                    if (tables.contains("review_set")) {
                        mendReviews(sql);
                    }
                    return lost;
                });
        pragma("foreign_keys = ON");
        LOG.warn("Rescued what was legible; {} ranges of rows were not", lost);
    }

    private void pragma(String words) throws SQLException {
        try (var statement = fresh.createStatement()) {
            statement.execute("PRAGMA " + words);
        }
    }

    private static List<String> tables(Sql sql) throws StoreException {
        return sql.list(
                "listing tables",
                """
                SELECT name FROM sqlite_master WHERE type = 'table'
                AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '%\\_search%' ESCAPE '\\'
                """,
                row -> row.getString(1));
    }

    private void copy(String table, Sql sql) throws StoreException, SQLException {
        var columns =
                sql.list(
                        "listing columns",
                        "SELECT name FROM pragma_table_info(?)",
                        row -> row.getString(1),
                        table);
        // The only table without row ids.
        String key = table.equals("turn_picture") ? "turn_id" : "rowid";
        String read =
                "SELECT %s FROM %s WHERE %s BETWEEN ? AND ?"
                        .formatted(String.join(", ", columns), table, key);
        String write =
                "INSERT OR IGNORE INTO %s (%s) VALUES (%s)"
                        .formatted(
                                table,
                                String.join(", ", columns),
                                String.join(", ", Collections.nCopies(columns.size(), "?")));
        halved = 0;
        try (var insert = fresh.prepareStatement(write)) {
            copy(read, insert, 0, highest(table, key));
        }
    }

    private long highest(String table, String key) {
        String query = "SELECT MAX(%s) FROM %s".formatted(key, table);
        try (var statement = damaged.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            return FAR;
        }
    }

    private void copy(String read, PreparedStatement insert, long from, long to)
            throws SQLException {
        List<Object[]> rows;
        try {
            rows = rows(read, from, to);
        } catch (SQLException e) {
            halved++;
            if (from == to || halved > MOST_HALVED) {
                lost++;
                return;
            }
            long middle = from + (to - from) / 2;
            copy(read, insert, from, middle);
            copy(read, insert, middle + 1, to);
            return;
        }
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                insert.setObject(i + 1, row[i]);
            }
            insert.executeUpdate();
        }
    }

    private List<Object[]> rows(String read, long from, long to) throws SQLException {
        try (var statement = damaged.prepareStatement(read)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            var rows = new ArrayList<Object[]>();
            try (ResultSet row = statement.executeQuery()) {
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                    var values = new Object[columns];
                    for (int i = 0; i < columns; i++) {
                        values[i] = row.getObject(i + 1);
                    }
                    rows.add(values);
                }
            }
            return rows;
        }
    }

    /// Gives turns back what they refer to: a conversation without a name, or the nearest turn
    /// before the one that is gone.
    private static void mendConversations(Sql sql) throws StoreException {
        sql.update(
                "mending conversations",
                """
                INSERT INTO conversation (id, title, created_at, updated_at)
                SELECT conversation_id, '', MIN(created_at), MAX(created_at) FROM turn
                WHERE conversation_id NOT IN (SELECT id FROM conversation)
                GROUP BY conversation_id
                """);
        sql.update(
                "mending pictures",
                "DELETE FROM turn_picture WHERE turn_id NOT IN (SELECT id FROM turn)");
        var columns =
                sql.list(
                        "looking for the tree",
                        "SELECT 1 FROM pragma_table_info('turn') WHERE name = 'parent_id'",
                        row -> row.getInt(1));
        if (!columns.isEmpty()) {
            sql.update(
                    "mending turns",
                    """
                    UPDATE turn SET parent_id = (
                        SELECT p.id FROM turn p WHERE p.conversation_id = turn.conversation_id
                        AND p.position < turn.position
                        ORDER BY p.position DESC, p.alternative DESC LIMIT 1)
                    WHERE parent_id NOT IN (SELECT id FROM turn)
                    """);
            sql.update(
                    "mending folders",
                    """
                    UPDATE conversation SET folder_id = NULL
                    WHERE folder_id NOT IN (SELECT id FROM folder)
                    """);
        }
    }

    /// Lets go of what belongs to a set that is gone, and counts the others again.
    private static void mendReviews(Sql sql) throws StoreException {
        for (String table : List.of("row", "object", "finding", "decision", "step")) {
            sql.update(
                    "mending reviews",
                    "DELETE FROM review_%s WHERE set_id NOT IN (SELECT id FROM review_set)"
                            .formatted(table));
        }
        sql.update(
                "mending steps",
                "DELETE FROM review_change WHERE step_id NOT IN (SELECT id FROM review_step)");
        sql.update(
                "counting rows",
                """
                UPDATE review_set SET row_count =
                    (SELECT COUNT(*) FROM review_row r WHERE r.set_id = review_set.id)
                """);
    }
}
