package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoreException.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The numbered steps `1.sql`, `2.sql`… that lead from any shipped schema to the present one. A
/// shipped step is never changed. `PRAGMA user_version` says how far a database is.
final class Migrations {
    private final List<String> scripts;

    private Migrations(List<String> scripts) {
        this.scripts = scripts;
    }

    static Migrations shipped() {
        return shipped("");
    }

    /// The steps of another database: `PREFIX1.sql`, `PREFIX2.sql`…
    static Migrations shipped(String prefix) {
        var scripts = new ArrayList<String>();
        var next = script(prefix + 1);
        while (!next.isEmpty()) {
            scripts.add(next);
            next = script(prefix + (scripts.size() + 1));
        }
        return new Migrations(scripts);
    }

    /// The first `count` steps: the schema as an older version shipped it.
    Migrations first(int count) {
        return new Migrations(scripts.subList(0, count));
    }

    int latest() {
        return scripts.size();
    }

    /// Brings a database up to date, keeping a copy beside it of what was there before each step.
    void run(Connection connection, Path file) throws StoreException, SQLException {
        int version = version(connection);
        if (version > latest()) {
            throw new StoreException(
                    Reason.NEWER_SCHEMA,
                    "the database has schema %d, this program knows %d"
                            .formatted(version, latest()));
        }
        for (int step = version; step < latest(); step++) {
            if (version > 0) {
                copy(connection, file.resolveSibling(file.getFileName() + ".schema-" + step));
            }
            apply(connection, scripts.get(step), step + 1);
        }
    }

    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void apply(Connection connection, String script, int version)
            throws StoreException, SQLException {
        Transaction.run(
                connection,
                () -> {
                    try (Statement statement = connection.createStatement()) {
                        for (String sql : script.split("\n\n")) {
                            statement.execute(sql);
                        }
                        statement.execute("PRAGMA user_version = " + version);
                    }
                    return version;
                });
    }

    private static void copy(Connection connection, Path copy) throws StoreException, SQLException {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw new StoreException(Reason.FAILED, "replacing an older copy", e);
        }
        try (var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
        }
    }

    private static String script(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name + ".sql")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files cannot be read", e);
        }
    }
}
