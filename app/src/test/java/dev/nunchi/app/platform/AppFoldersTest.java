package dev.nunchi.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

class AppFoldersTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void linuxFollowsXdgDefaults() {
        assertEquals(
                new AppFolders(
                        HOME.resolve(".local/share/nunchi"),
                        HOME.resolve(".config/nunchi"),
                        HOME.resolve(".cache/nunchi"),
                        HOME.resolve(".local/state/nunchi")),
                AppFolders.of(OperatingSystem.LINUX, Map.of(), HOME));
    }

    @Test
    void linuxFollowsAbsoluteXdgVariables() {
        assertEquals(
                Path.of("/data/nunchi"),
                AppFolders.of(OperatingSystem.LINUX, Map.of("XDG_DATA_HOME", "/data"), HOME)
                        .data());
    }

    @Test
    void linuxIgnoresRelativeXdgVariables() {
        assertEquals(
                HOME.resolve(".cache/nunchi"),
                AppFolders.of(OperatingSystem.LINUX, Map.of("XDG_CACHE_HOME", "tmp"), HOME)
                        .cache());
    }

    @Test
    void macKeepsDataInApplicationSupport() {
        assertEquals(
                HOME.resolve("Library/Application Support/Nunchi"),
                AppFolders.of(OperatingSystem.MAC, Map.of(), HOME).data());
    }

    @Test
    void windowsKeepsAllBelowLocalAppData() {
        assertEquals(
                Path.of("/appdata/Nunchi/cache"),
                AppFolders.of(OperatingSystem.WINDOWS, Map.of("LOCALAPPDATA", "/appdata"), HOME)
                        .cache());
    }

    @Test
    void homeVariableMovesAllFour() {
        assertEquals(
                AppFolders.under(Path.of("/portable")),
                AppFolders.of(
                        OperatingSystem.MAC, Map.of(AppFolders.HOME_VARIABLE, "/portable"), HOME));
    }

    @Test
    void onlyTheOwnerMayEnterCreatedFolders(@TempDir Path dir)
            throws StorageException, IOException {
        assumeTrue(dir.getFileSystem().supportedFileAttributeViews().contains("posix"));
        var folders = AppFolders.under(dir.resolve("new"));

        folders.create();

        assertEquals(
                PosixFilePermissions.fromString("rwx------"),
                Files.getPosixFilePermissions(folders.data()));
    }
}
