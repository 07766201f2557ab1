package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.app.diagnostics.DiagnosticsBundle;
import dev.nunchi.app.platform.StartMarker;
import dev.nunchi.app.platform.StartMode;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.store.ConversationStore;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// A disk of two megabytes that is really full, made as a file system in memory.
@Tag("system")
class AppOnFullDiskTest {
    private static final int BLOCK = 1024;

    @TempDir private Path dir;
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(dir.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()) == 0,
                "needs root on Linux to make a small disk");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void conversationsOnAFullDiskAreAllThereWhenThereIsSpaceAgain() throws Exception {
        try (var store = open()) {
            long id = store.create("kept").id();
            var asked = store.add(NewTurn.first(id, Role.USER, "one", List.of()));
            fill();

            var error =
                    assertThrows(
                            StoreException.class,
                            () ->
                                    store.add(
                                            NewTurn.after(
                                                    asked,
                                                    Role.ASSISTANT,
                                                    "x".repeat(1 << 20),
                                                    List.of())));

            assertEquals(StoreException.Reason.DISK_FULL, error.reason());
            assertEquals(1, store.turns(id).size());
        }
        Files.delete(disk.resolve("filler"));
        try (var store = open()) {
            assertEquals(List.of("one"), store.turns(1).stream().map(StoredTurn::text).toList());
        }
    }

    @Test
    void startOnAFullDiskOpensOrNamesItAndLosesNothing() throws Exception {
        try (var store = open()) {
            store.create("kept");
        }
        fill();

        try (var store = open()) {
            assertEquals(1, store.list().size());
        } catch (StoreException e) {
            assertEquals(StoreException.Reason.DISK_FULL, e.reason());
        }

        Files.delete(disk.resolve("filler"));
        try (var store = open()) {
            assertEquals("kept", store.list().getFirst().title());
        }
    }

    @Test
    void settingsStayAsTheyWere() throws Exception {
        Path file = disk.resolve("settings.json");
        var settings = SettingsStore.open(file);
        settings.update(s -> s.withTheme(Theme.DARK));
        fill();

        var error =
                assertThrows(
                        StorageException.class,
                        () -> settings.update(s -> s.withTheme(Theme.LIGHT)));

        assertEquals(StorageException.Reason.DISK_FULL, error.reason());
        assertEquals(Theme.DARK, SettingsStore.open(file).current().theme());
    }

    @Test
    void startIsAsUsual() throws Exception {
        fill();

        for (int i = 0; i < 4; i++) {
            assertEquals(StartMode.USUAL, new StartMarker(disk).begin());
        }
    }

    @Test
    void diagnosticsLeaveNothingHalfWritten() throws Exception {
        fill();
        Path file = disk.resolve("nunchi.zip");
        var bundle = new DiagnosticsBundle(List.of(new DiagnosticsBundle.Part("a", "text")));

        var error = assertThrows(StorageException.class, () -> bundle.write(file));

        assertEquals(StorageException.Reason.DISK_FULL, error.reason());
        assertFalse(Files.exists(file));
    }

    private ConversationStore open() throws StoreException {
        return SqliteStore.open(
                        disk.resolve("nunchi.db"), dir.resolve("native"), InstantSource.system())
                .store();
    }

    private void fill() throws IOException {
        try (var out = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                out.write(new byte[BLOCK]);
            }
        } catch (IOException e) {
            assertTrue(Files.getFileStore(disk).getUsableSpace() < BLOCK, "the disk is not full");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
