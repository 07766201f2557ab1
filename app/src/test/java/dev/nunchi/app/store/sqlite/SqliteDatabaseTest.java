package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.Found;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoreException.Reason;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.Set;
import java.util.stream.IntStream;

class SqliteDatabaseTest {
    @TempDir private Path dir;

    static IntStream olderSchemas() {
        return IntStream.range(1, Migrations.shipped().latest());
    }

    @ParameterizedTest
    @MethodSource("olderSchemas")
    void conversationsOfEveryShippedSchemaAreKept(int schema) throws Exception {
        writeAsShipped(schema);

        try (ConversationStore store = open().store()) {
            assertEquals(
                    List.of("귀여운 고양이예요?", "네, 고양이예요.", "무슨 색이에요?", "검은"),
                    store.turns(1).stream().map(StoredTurn::text).toList());
            assertEquals(Set.of(2L, 3L), store.forks(1).keySet());
            assertEquals("cat.jpg", store.turns(1).getFirst().pictures().getFirst().name());
            assertEquals(5, store.turns(1).get(1).facts().orElseThrow().timing().total());
        }
    }

    @ParameterizedTest
    @MethodSource("olderSchemas")
    void conversationsOfEveryShippedSchemaAreFound(int schema) throws Exception {
        writeAsShipped(schema);

        try (ConversationStore store = open().store()) {
            assertEquals(List.of(1L), ids(store.search("고양이 귀여")));
            store.restore(2);
            assertEquals(List.of(2L), ids(store.search("deleted")));
        }
    }

    @ParameterizedTest
    @MethodSource("olderSchemas")
    void conversationsOfEveryShippedSchemaAreAnsweredByTheModelAsItShips(int schema)
            throws Exception {
        writeAsShipped(schema);

        try (ConversationStore store = open().store()) {
            assertEquals(Optional.empty(), store.adapter(1));
            store.useModel(1, "nunchi-default", Optional.of("cats"));
            assertEquals(Optional.of("cats"), store.adapter(1));
        }
    }

    @Test
    void votesAreKept() throws Exception {
        writeAsShipped(3);

        var opened = open();

        try (var _ = opened.store()) {
            assertEquals("A cat.", opened.votes().votes("cats").getFirst().tunedAnswer());
        }
    }

    @ParameterizedTest
    @MethodSource("olderSchemas")
    void copyIsMadeBeforeEachStep(int schema) throws Exception {
        writeAsShipped(schema);
        open().store().close();

        for (int step = schema; step < Migrations.shipped().latest(); step++) {
            try (Connection copy = connect(dir.resolve("nunchi.db.schema-" + step))) {
                assertEquals(step, Migrations.version(copy));
            }
        }
    }

    @Test
    void migrationThatCannotMakeItsCopyLeavesTheDatabaseAsItIs() throws Exception {
        writeAsShipped(3);
        Files.createDirectories(dir.resolve("nunchi.db.schema-3").resolve("in the way"));

        assertThrows(StoreException.class, this::open);

        try (Connection old = connect(file())) {
            assertEquals(3, Migrations.version(old));
        }
    }

    private static List<Long> ids(List<Found> found) {
        return found.stream().map(f -> f.conversation().id()).toList();
    }

    /// A database as an older version left it, from a script that is never changed.
    private void writeAsShipped(int schema) throws Exception {
        String script = "schema-" + schema + ".sql";
        try (var in = getClass().getResourceAsStream(script);
                Connection connection = connect(file());
                var statement = connection.createStatement()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String sql : text.split("\n\n")) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void whatIsLegibleOfADamagedDatabaseIsRescued() throws Exception {
        int many = 400;
        try (var store = open().store()) {
            for (int i = 0; i < many; i++) {
                long id = store.create("conversation " + i).id();
                var asked = store.add(NewTurn.first(id, Role.USER, "question " + i, List.of()));
                store.add(NewTurn.after(asked, Role.ASSISTANT, "long ".repeat(100), List.of()));
            }
        }
        damageAPageWith("question 200");

        var opened = open();

        try (var store = opened.store()) {
            assertTrue(opened.setAside().isPresent());
            assertTrue(store.list().size() > many * 9 / 10, () -> sizeOf(store) + " of " + many);
            long last = store.search("question 399").getFirst().conversation().id();
            assertEquals(2, store.turns(last).size());
        }
    }

    private static int sizeOf(ConversationStore store) {
        try {
            return store.list().size();
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    private void damageAPageWith(String text) throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        int page = 4096;
        Arrays.fill(bytes, at / page * page, at / page * page + page, (byte) 0x5a);
        Files.write(file(), bytes);
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
