package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoreException.Reason;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Opens the database file: settings, check, migrations. A damaged file is set aside and gives way
/// to a new one with all that could be read.
final class SqliteDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final int BUSY_MILLIS = 2000;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /// After this time a file is read whole even if nothing seems to have touched it: disks fail.
    private static final Duration TRUSTED = Duration.ofDays(7);

    private SqliteDatabase() {}

    /// Whether a file is read whole before it is used.
    private enum Check {
        READ_WHOLE,
        TRUST
    }

    /// A connection that is ready for use.
    ///
    /// @param checkedAt when the file was last read whole
    /// @param setAside where a damaged file was moved
    record Opened(Connection connection, Instant checkedAt, Optional<Path> setAside) {}

    static Opened open(Path file, Migrations migrations) throws StoreException {
        var now = Instant.now();
        var checked = WholeMark.take(file).filter(then -> then.isAfter(now.minus(TRUSTED)));
        var check = checked.isPresent() ? Check.TRUST : Check.READ_WHOLE;
        try {
            return new Opened(
                    connect(file, migrations, check), checked.orElse(now), Optional.empty());
        } catch (StoreException e) {
            if (e.reason() != Reason.DAMAGED) {
                throw e;
            }
            LOG.warn("The database is damaged and is set aside: {}", e.getMessage());
            Path old = setAside(file);
            return new Opened(rescued(old, file, migrations), now, Optional.of(old));
        }
    }

    /// Makes a new file of what is legible of one that nobody has open, and puts it in its place.
    /// If that fails the file is as it was.
    ///
    /// @return where the old one lies
    static Path mend(Path file, Migrations migrations) throws StoreException {
        Path mended = file.resolveSibling(file.getFileName() + ".mended");
        try (Connection damaged = config().createConnection("jdbc:sqlite:" + file)) {
            Files.deleteIfExists(mended);
            try (Connection fresh = connect(mended, migrations, Check.TRUST)) {
                new Rescue(damaged, fresh).run();
            }
        } catch (SQLException e) {
            throw Failures.of("mending the database", e);
        } catch (IOException e) {
            throw new StoreException(Reason.NOT_PERMITTED, "making room for a new database", e);
        }
        Path old = setAside(file);
        try {
            return replaced(mended, file, old);
        } catch (IOException e) {
            throw new StoreException(Reason.NOT_PERMITTED, "exchanging the database", e);
        }
    }

    private static Path replaced(Path mended, Path file, Path old) throws IOException {
        try {
            Files.move(mended, file);
            return old;
        } catch (IOException e) {
            Files.move(old, file);
            throw e;
        }
    }

    /// Opens a file that this program has had open already, whatever state it is in.
    static Connection reopen(Path file, Migrations migrations) throws StoreException {
        return connect(file, migrations, Check.TRUST);
    }

    private static Connection rescued(Path old, Path file, Migrations migrations)
            throws StoreException {
        try (Connection damaged = config().createConnection("jdbc:sqlite:" + old)) {
            int version = Migrations.version(damaged);
            if (version >= 1 && version <= migrations.latest()) {
                Connection fresh = connect(file, migrations.first(version), Check.TRUST);
                rescue(damaged, fresh, file, migrations);
                return fresh;
            }
        } catch (SQLException e) {
            LOG.warn("Nothing could be rescued", e);
        }
        return connect(file, migrations, Check.TRUST);
    }

    private static void rescue(
            Connection damaged, Connection fresh, Path file, Migrations migrations)
            throws StoreException, SQLException {
        try {
            new Rescue(damaged, fresh).run();
            migrations.run(fresh, file);
        } catch (SQLException | StoreException e) {
            fresh.close();
            throw e;
        }
    }

    private static Connection connect(Path file, Migrations migrations, Check check)
            throws StoreException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Connection connection = config().createConnection("jdbc:sqlite:" + file);
            try {
                if (check == Check.READ_WHOLE) {
                    check(connection);
                }
                migrations.run(connection, file);
                return connection;
            } catch (SQLException | StoreException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Failures.of("opening the database", e);
        } catch (IOException e) {
            throw new StoreException(Reason.NOT_PERMITTED, "creating the database's folder", e);
        }
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // With WAL this survives the end of the program at any time; only a power cut may lose the
        // last commits, and never the file: https://sqlite.org/pragma.html#pragma_synchronous
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private static void check(Connection connection) throws SQLException, StoreException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = row.next() ? row.getString(1) : "nothing";
            if (!found.equals("ok")) {
                throw new StoreException(Reason.DAMAGED, "checking the database: " + found);
            }
        }
    }

    private static Path setAside(Path file) throws StoreException {
        Path old =
                file.resolveSibling(file.getFileName() + ".damaged-" + STAMP.format(Instant.now()));
        try {
            for (String part : new String[] {"", "-wal", "-shm"}) {
                Path from = file.resolveSibling(file.getFileName() + part);
                if (Files.exists(from)) {
                    Files.move(
                            from,
                            old.resolveSibling(old.getFileName() + part),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return old;
        } catch (IOException e) {
            throw new StoreException(Reason.DAMAGED, "setting the damaged database aside", e);
        }
    }
}
