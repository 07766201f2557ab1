package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

class DatabaseHealthTest {
    @TempDir private Path dir;

    @Test
    void soundDatabaseIsCountedWhileItIsOpen() throws StoreException {
        try (var store = open().store()) {
            long id = store.create("a").id();
            store.add(NewTurn.first(id, Role.USER, "one", List.of()));

            var health = health();

            assertEquals(List.of(), health.problems());
            assertEquals(health.latest(), health.schema());
            assertEquals(1, health.conversations());
            assertEquals(1, health.turns());
        }
    }

    @Test
    void damageIsNamedWithoutAWordOfWhatIsInIt() throws Exception {
        try (var store = open().store()) {
            for (int i = 0; i < 300; i++) {
                long id = store.create("private " + i).id();
                store.add(NewTurn.first(id, Role.USER, "private ".repeat(40), List.of()));
            }
        }
        byte[] bytes = Files.readAllBytes(file());
        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("private");
        Arrays.fill(bytes, at / 4096 * 4096, at / 4096 * 4096 + 200, (byte) 0x5a);
        Files.write(file(), bytes);

        var health = health();

        assertFalse(health.problems().isEmpty());
        assertFalse(health.toString().contains("private"), health::toString);
    }

    @Test
    void databaseThatIsNotThereIsNotMade() {
        assertThrows(StoreException.class, this::health);

        assertFalse(Files.exists(file()));
    }

    private DatabaseHealth health() throws StoreException {
        return DatabaseHealth.of(file(), dir.resolve("native"));
    }

    private SqliteStore.Opened open() throws StoreException {
        return SqliteStore.open(file(), dir.resolve("native"), InstantSource.system());
    }

    private Path file() {
        return dir.resolve("nunchi.db");
    }
}
