package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoreException.Reason;
import dev.nunchi.app.store.StoredTurn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

class SqliteDatabaseTest {
    @TempDir private Path dir;

    static IntStream olderSchemas() {
        return IntStream.range(1, Migrations.shipped().latest());
    }

    @ParameterizedTest
    @MethodSource("olderSchemas")
    void conversationsOfEveryShippedSchemaAreKeptAndFound(int schema)
            throws StoreException, SQLException {
        writeWith(schema);

        try (ConversationStore store = open().store()) {
            assertEquals(
                    List.of("고양이 사진"),
                    store.search("고양이 귀여운").stream().map(Conversation::title).toList());
            assertEquals(
                    List.of("귀여운 고양이"), store.turns(1).stream().map(StoredTurn::text).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("olderSchemas")
    void copyIsMadeBeforeEachStep(int schema) throws StoreException, SQLException {
        writeWith(schema);
        open().store().close();

        try (Connection copy = connect(dir.resolve("nunchi.db.schema-" + schema))) {
            assertEquals(schema, Migrations.version(copy));
        }
    }

    @Test
    void newDatabaseHasNothingToCopy() throws StoreException, IOException {
        open().store().close();

        try (var files = Files.newDirectoryStream(dir, "*.schema-*")) {
            assertFalse(files.iterator().hasNext());
        }
    }

    @Test
    void newSchemaIsRefusedAndLeftAsItIs() throws StoreException, SQLException, IOException {
        open().store().close();
        try (Connection connection = connect(file());
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        byte[] before = Files.readAllBytes(file());

        var error = assertThrows(StoreException.class, this::open);

        assertEquals(Reason.NEWER_SCHEMA, error.reason());
        assertEquals(-1, Files.mismatch(file(), Files.write(dir.resolve("before"), before)));
    }

    @Test
    void fileThatIsNoDatabaseGivesWayToANewOne() throws StoreException, IOException {
        Files.writeString(file(), "This is not a database. ".repeat(100));

        var opened = open();

        try (var store = opened.store()) {
            assertEquals(List.of(), store.list());
        }
        assertTrue(Files.readString(opened.setAside().orElseThrow()).startsWith("This is not"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void overwrittenDatabaseOpensOrGivesWay(long seed)
            throws StoreException, SQLException, IOException {
        writeWith(Migrations.shipped().latest());
        byte[] bytes = Files.readAllBytes(file());
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            bytes[random.nextInt(100, bytes.length)] = (byte) random.nextInt();
        }
        Files.write(file(), bytes);

        try (var store = open().store()) {
            assertTrue(store.list().size() <= 1, () -> "seed " + seed);
        }
    }

    @Test
    void truncatedDatabaseGivesWay() throws StoreException, SQLException, IOException {
        writeWith(Migrations.shipped().latest());
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2));

        try (var store = open().store()) {
            assertEquals(List.of(), store.list());
        }
    }

    @Test
    void folderInPlaceOfTheFileIsRefused() throws IOException {
        Files.createDirectory(file());

        var error = assertThrows(StoreException.class, this::open);

        assertEquals(Reason.NOT_PERMITTED, error.reason());
    }

    @Test
    void fullDiskIsNamedAndNothingIsLost() throws StoreException, SQLException {
        Migrations latest = Migrations.shipped();
        try (Connection connection = SqliteDatabase.open(file(), latest).connection()) {
            var sql = new Sql(connection);
            sql.insert("adding", insert(), "kept");
            // The page limit fails exactly as a full disk does.
            sql.list("limiting", "PRAGMA max_page_count = 1", row -> row.getInt(1));

            var error =
                    assertThrows(
                            StoreException.class,
                            () -> sql.insert("adding", insert(), "x".repeat(1 << 20)));

            assertEquals(Reason.DISK_FULL, error.reason());
        }
        try (var store = open().store()) {
            assertEquals(List.of("kept"), store.list().stream().map(Conversation::title).toList());
        }
    }

    @Test
    void databaseHeldByAnotherProgramIsNamed() throws StoreException, SQLException {
        open().store().close();
        try (Connection other = connect(file());
                var statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");

            var error = assertThrows(StoreException.class, this::open);

            assertEquals(Reason.LOCKED, error.reason());
        }
    }

    @Test
    void wholeDatabaseIsNotSetAside() throws StoreException {
        open().store().close();

        var opened = open();
        opened.store().close();

        assertEquals(Optional.empty(), opened.setAside());
    }

    private void writeWith(int schema) throws StoreException, SQLException {
        Migrations old = Migrations.shipped().first(schema);
        try (Connection connection = SqliteDatabase.open(file(), old).connection()) {
            var sql = new Sql(connection);
            sql.insert("adding", insert(), "고양이 사진");
            sql.update(
                    "adding",
                    """
                    INSERT INTO turn (conversation_id, position, alternative, role, text, state,
                        created_at) VALUES (1, 0, 0, 'USER', '귀여운 고양이', 'COMPLETE', 0)
                    """);
        }
    }

    private static String insert() {
        return "INSERT INTO conversation (title, created_at, updated_at) VALUES (?, 0, 0)";
    }

    private SqliteStore.Opened open() throws StoreException {
        return SqliteStore.open(file(), dir.resolve("native"), InstantSource.system());
    }

    private static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private Path file() {
        return dir.resolve("nunchi.db");
    }
}
