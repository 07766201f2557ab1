package dev.nunchi.app.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.StoreException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

class WholeMarkTest {
    private static final Instant CHECKED = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir private Path dir;

    @BeforeEach
    void writeDatabase() throws IOException {
        Files.writeString(file(), "database");
    }

    @Test
    void markIsTakenOnce() {
        WholeMark.leave(file(), CHECKED);

        assertEquals(Optional.of(CHECKED), WholeMark.take(file()));
        assertEquals(Optional.empty(), WholeMark.take(file()));
    }

    @Test
    void touchedDatabaseHasNoMark() throws IOException {
        WholeMark.leave(file(), CHECKED);
        Files.setLastModifiedTime(file(), FileTime.from(CHECKED));

        assertEquals(Optional.empty(), WholeMark.take(file()));
    }

    @Test
    void markThatWasCutIsNone() throws IOException {
        WholeMark.leave(file(), CHECKED);
        Files.writeString(dir.resolve("nunchi.db.whole"), "2026");

        assertEquals(Optional.empty(), WholeMark.take(file()));
    }

    @Test
    void closedStoreIsMarkedUntilItIsOpened() throws StoreException, IOException {
        Files.delete(file());
        open().close();
        assertEquals(true, Files.exists(dir.resolve("nunchi.db.whole")));

        try (var _ = open()) {
            assertEquals(false, Files.exists(dir.resolve("nunchi.db.whole")));
        }
    }

    private ConversationStore open() throws StoreException {
        return SqliteStore.open(file(), dir.resolve("native"), InstantSource.system()).store();
    }

    private Path file() {
        return dir.resolve("nunchi.db");
    }
}
