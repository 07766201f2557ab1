package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Statements on one connection, one at a time, with failures turned into [StoreException].
final class Sql {
    private Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    interface Changes<T> {
        T make() throws StoreException;
    }

    synchronized <T> List<T> list(String doing, String sql, Row<T> row, Object... arguments)
            throws StoreException {
        try (var statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            var list = new ArrayList<T>();
            while (rows.next()) {
                list.add(row.read(rows));
            }
            return list;
        } catch (SQLException e) {
            throw Failures.of(doing, e);
        }
    }

    /// @return how many rows changed
    synchronized int update(String doing, String sql, Object... arguments) throws StoreException {
        try (var statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw Failures.of(doing, e);
        }
    }

    /// @return the id of the new row
    synchronized long insert(String doing, String sql, Object... arguments) throws StoreException {
        update(doing, sql, arguments);
        return list(doing, "SELECT last_insert_rowid()", row -> row.getLong(1)).getFirst();
    }

    /// Makes all of the changes or none.
    synchronized <T> T atOnce(String doing, Changes<T> changes) throws StoreException {
        try {
            return Transaction.run(connection, changes::make);
        } catch (SQLException e) {
            throw Failures.of(doing, e);
        }
    }

    interface Opening {
        Connection open() throws StoreException;
    }

    /// Leaves the file to somebody else; statements wait.
    ///
    /// @param reopen gives the connection to go on with, also after work that failed
    synchronized <T> T whileClosed(Changes<T> work, Opening reopen) throws StoreException {
        close();
        try {
            return work.make();
        } finally {
            connection = reopen.open();
        }
    }

    /// @return whether it was open
    synchronized boolean close() throws StoreException {
        try {
            boolean open = !connection.isClosed();
            connection.close();
            return open;
        } catch (SQLException e) {
            throw Failures.of("closing the database", e);
        }
    }

    /// @param arguments an empty optional is bound as NULL, any other as its value
    private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof Optional<?> absent && absent.isEmpty()) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                statement.setObject(
                        i + 1,
                        arguments[i] instanceof Optional<?> some ? some.get() : arguments[i]);
            }
        }
        return statement;
    }
}
