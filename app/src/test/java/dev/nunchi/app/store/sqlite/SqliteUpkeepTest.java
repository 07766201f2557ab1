package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/// Damage that comes while the program runs.
class SqliteUpkeepTest {
    private static final int MANY = 200;
    private static final int PAGE = 4096;

    @TempDir private Path dir;
    private SqliteStore.Opened opened;

    @BeforeEach
    void open() throws StoreException {
        try (var store = opened().store()) {
            for (int i = 0; i < MANY; i++) {
                long id = store.create("conversation " + i).id();
                store.add(NewTurn.first(id, Role.USER, "question " + i, List.of()));
            }
        }
        opened = opened();
    }

    private SqliteStore.Opened opened() throws StoreException {
        return SqliteStore.open(file(), dir, InstantSource.system());
    }

    private Path file() {
        return dir.resolve("nunchi.db");
    }

    @AfterEach
    void close() throws StoreException {
        opened.store().close();
    }

    @Test
    void soundFileIsSaidToBeSound() throws StoreException {
        var health = opened.upkeep().check();

        assertTrue(health.isSound());
        assertEquals(MANY, health.conversations());
    }

    @Test
    void damageIsFoundInAFileThatIsInUse() throws Exception {
        damage();

        assertFalse(opened.upkeep().check().isSound());
    }

    @Test
    void mendedFileHasWhatCouldBeReadAndTheStoreGoesOnWithIt() throws Exception {
        damage();
        byte[] damaged = Files.readAllBytes(file());

        var mended = opened.upkeep().mend();

        assertTrue(opened.upkeep().check().isSound());
        assertTrue(mended.conversations() >= MANY * 9 / 10, () -> mended + " of " + MANY);
        assertEquals(mended.conversations(), opened.store().list().size());
        assertEquals("question 3", opened.store().turns(4).getFirst().text());
        long added = opened.store().create("afterwards").id();
        assertEquals(List.of(added), ids("afterwards"));
        assertTrue(Arrays.equals(damaged, Files.readAllBytes(mended.old())));
    }

    @Test
    void mendingThatFailsLeavesEverythingAsItWas() throws Exception {
        Files.createDirectories(dir.resolve("nunchi.db.mended").resolve("in the way"));
        byte[] before = Files.readAllBytes(file());

        assertThrows(StoreException.class, () -> opened.upkeep().mend());

        assertEquals(MANY, opened.store().list().size());
        assertTrue(Arrays.equals(before, Files.readAllBytes(file())));
        try (var files = Files.list(dir)) {
            assertFalse(files.anyMatch(file -> file.toString().contains("damaged")));
        }
    }

    private List<Long> ids(String words) throws StoreException {
        return opened.store().search(words).stream().map(hit -> hit.conversation().id()).toList();
    }

    private void damage() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("question 100");
        Arrays.fill(bytes, at / PAGE * PAGE, at / PAGE * PAGE + PAGE, (byte) 0x5a);
        Files.write(file(), bytes);
    }
}
