package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;

import java.sql.Connection;
import java.sql.SQLException;

/// Changes that are all made or none.
final class Transaction {
    private Transaction() {}

    @FunctionalInterface
    interface Changes<T> {
        T make() throws StoreException, SQLException;
    }

    /// @param connection commits by itself before and after
    static <T> T run(Connection connection, Changes<T> changes)
            throws StoreException, SQLException {
        connection.setAutoCommit(false);
        T made;
        try {
            made = changes.make();
            connection.commit();
        } catch (StoreException | SQLException | RuntimeException e) {
            undo(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
        return made;
    }

    /// After some errors, a full disk among them, SQLite has rolled back by itself and says that
    /// there is nothing to roll back, which must not hide the error itself:
    /// https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction
    private static void undo(Connection connection, Exception error) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            error.addSuppressed(e);
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            error.addSuppressed(e);
        }
    }
}
