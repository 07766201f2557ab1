package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.LedgerAnswer;
import dev.nunchi.app.store.LedgerEntry;
import dev.nunchi.app.store.LedgerEntry.Cost;
import dev.nunchi.app.store.RequestLedger;
import dev.nunchi.app.store.StoreException;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Paid requests in a SQLite file of their own: it may grow to gigabytes, and the command line
/// writes it while a window has the conversations open.
public final class SqliteLedger implements RequestLedger {
    private static final String MIGRATIONS = "ledger-";

    private final Connection connection;
    private final Sql sql;
    private final Runnable onClosed;

    private SqliteLedger(Connection connection, Runnable onClosed) {
        this.connection = connection;
        this.onClosed = onClosed;
        sql = new Sql(connection);
    }

    /// Opens the file, creating or migrating it as needed.
    ///
    /// @param nativeLibraries as in [SqliteStore#open]
    public static RequestLedger open(Path file, Path nativeLibraries) throws StoreException {
        NativeLibrary.unpackInto(nativeLibraries);
        var opened = SqliteDatabase.open(file, Migrations.shipped(MIGRATIONS));
        return new SqliteLedger(
                opened.connection(), () -> WholeMark.leave(file, opened.checkedAt()));
    }

    @Override
    public Optional<LedgerAnswer> find(String key) throws StoreException {
        return sql
                .list(
                        "looking for a paid answer",
                        "SELECT * FROM paid_request WHERE key = ? AND answer IS NOT NULL",
                        SqliteLedger::answer,
                        key)
                .stream()
                .findFirst();
    }

    private static LedgerAnswer answer(ResultSet row) throws SQLException {
        return new LedgerAnswer(
                row.getString("answer"),
                row.getString("finish"),
                new Cost(row.getLong("tokens"), row.getDouble("money")),
                Instant.ofEpochMilli(row.getLong("answered_at")));
    }

    @Override
    public long begin(LedgerEntry entry) throws StoreException {
        sql.update(
                "writing down a request",
                """
                INSERT INTO paid_request
                    (key, purpose, server, body, attempts, open_tokens, open_money)
                VALUES (?, ?, ?, ?, 1, ?, ?)
                ON CONFLICT (key) DO UPDATE SET attempts = attempts + 1,
                    open_tokens = open_tokens + excluded.open_tokens,
                    open_money = open_money + excluded.open_money
                """,
                entry.key(),
                entry.purpose(),
                entry.server(),
                entry.body(),
                entry.atMost().tokens(),
                entry.atMost().money());
        return sql.list(
                        "counting spoilt answers",
                        "SELECT spoilt FROM paid_request WHERE key = ?",
                        row -> row.getLong(1),
                        entry.key())
                .getFirst();
    }

    @Override
    public void spoil(LedgerEntry entry) throws StoreException {
        sql.update(
                "writing down a spoilt answer",
                "UPDATE paid_request SET spoilt = spoilt + 1 WHERE key = ?",
                entry.key());
    }

    @Override
    public void settle(LedgerEntry entry, LedgerAnswer answer) throws StoreException {
        sql.update(
                "keeping a paid answer",
                """
                UPDATE paid_request SET open_tokens = open_tokens - ?, open_money = open_money - ?,
                    answer = ?, finish = ?, tokens = ?, money = ?, answered_at = ?
                WHERE key = ?
                """,
                entry.atMost().tokens(),
                entry.atMost().money(),
                answer.text(),
                answer.finish(),
                answer.cost().tokens(),
                answer.cost().money(),
                answer.at().toEpochMilli(),
                entry.key());
    }

    @Override
    public void release(LedgerEntry entry) throws StoreException {
        sql.update(
                "writing down a refused request",
                """
                UPDATE paid_request SET open_tokens = open_tokens - ?, open_money = open_money - ?
                WHERE key = ?
                """,
                entry.atMost().tokens(),
                entry.atMost().money(),
                entry.key());
    }

    @Override
    public Spent spent(String purpose) throws StoreException {
        return sql.list(
                        "counting what was spent",
                        """
                        SELECT COUNT(answer), TOTAL(answer IS NULL AND open_tokens > 0),
                            TOTAL(tokens), TOTAL(money), TOTAL(open_tokens), TOTAL(open_money)
                        FROM paid_request WHERE purpose = ?
                        """,
                        row ->
                                new Spent(
                                        row.getLong(1),
                                        row.getLong(2),
                                        new Cost(row.getLong(3), row.getDouble(4)),
                                        new Cost(row.getLong(5), row.getDouble(6))),
                        purpose)
                .getFirst();
    }

    @Override
    public void close() throws StoreException {
        try {
            connection.close();
            onClosed.run();
        } catch (SQLException e) {
            throw Failures.of("closing the ledger", e);
        }
    }
}
