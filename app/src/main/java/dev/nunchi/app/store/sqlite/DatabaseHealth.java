package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoreException.Reason;

import org.sqlite.SQLiteConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// How a database is, without a word of what is in it.
///
/// @param schema number of its schema
/// @param latest number of the schema that this program makes
/// @param bytes size of the file
/// @param problems what the check of all its pages and references found; none if it is sound
/// @param conversations how many, deleted ones that are kept for a while among them; -1 where a
///   table cannot be read, also of the others
public record DatabaseHealth(
        int schema,
        int latest,
        long bytes,
        List<String> problems,
        long conversations,
        long turns,
        long pictures) {
    private static final int MAX_PROBLEMS = 20;
    private static final long UNKNOWN = -1;

    public DatabaseHealth {
        problems = List.copyOf(problems);
    }

    /// Reads a whole database beside whoever has it open; changes nothing.
    ///
    /// @param nativeLibraries as in [SqliteStore#open]
    public static DatabaseHealth of(Path file, Path nativeLibraries) throws StoreException {
        NativeLibrary.unpackInto(nativeLibraries);
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file)) {
            var sql = new Sql(connection);
            return new DatabaseHealth(
                    Migrations.version(connection),
                    Migrations.shipped().latest(),
                    Files.size(file),
                    problems(sql),
                    count(sql, "conversation"),
                    count(sql, "turn"),
                    count(sql, "turn_picture"));
        } catch (SQLException e) {
            throw Failures.of("checking the database", e);
        } catch (IOException e) {
            throw new StoreException(Reason.NOT_PERMITTED, "asking for the database's size", e);
        }
    }

    private static List<String> problems(Sql sql) throws StoreException {
        try {
            return found(sql);
        } catch (StoreException e) {
            if (e.reason() == Reason.DAMAGED) {
                return List.of("too damaged to be read through");
            }
            throw e;
        }
    }

    private static List<String> found(Sql sql) throws StoreException {
        // They name pages and indices, never what is in them.
        var found =
                sql.list(
                        "checking the database",
                        "PRAGMA integrity_check(" + MAX_PROBLEMS + ")",
                        row -> row.getString(1));
        if (!found.equals(List.of("ok"))) {
            return found;
        }
        return sql.list(
                "checking references",
                "SELECT \"table\" || ' refers to a missing ' || parent FROM"
                        + " pragma_foreign_key_check LIMIT "
                        + MAX_PROBLEMS,
                row -> row.getString(1));
    }

    private static long count(Sql sql, String table) throws StoreException {
        try {
            return sql.list("counting", "SELECT COUNT(*) FROM " + table, row -> row.getLong(1))
                    .getFirst();
        } catch (StoreException e) {
            if (e.reason() == Reason.DAMAGED) {
                return UNKNOWN;
            }
            throw e;
        }
    }

    @Override
    public String toString() {
        return """
        schema %d of %d
        %d bytes
        check: %s
        conversations %d, turns %d, pictures in them %d
        """
                .formatted(
                        schema,
                        latest,
                        bytes,
                        problems.isEmpty() ? "sound" : String.join("; ", problems),
                        conversations,
                        turns,
                        pictures);
    }
}
