package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Statements on one connection, one at a time, with failures turned into [StoreException].
final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    interface Changes {
        void make() throws StoreException;
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
    synchronized void atOnce(String doing, Changes changes) throws StoreException {
        try {
            connection.setAutoCommit(false);
            try {
                changes.make();
                connection.commit();
            } catch (StoreException | SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw Failures.of(doing, e);
        }
    }

    private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }
}
