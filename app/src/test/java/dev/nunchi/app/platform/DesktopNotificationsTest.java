package dev.nunchi.app.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

class DesktopNotificationsTest {
    @TempDir private Path dir;

    @Test
    @Timeout(60)
    void programOfTheDesktopIsGivenTheWordsAsTheyAre() throws IOException {
        script("notify-send");

        DesktopNotifications.of(OperatingSystem.LINUX, List.of(dir))
                .tell("Nunchi", "$(touch x); <b> is ready");

        assertEquals(
                List.of(
                        "--app-name=Nunchi",
                        "--icon=nunchi",
                        "Nunchi",
                        "$(touch x); &lt;b&gt; is ready"),
                told());
    }

    @Test
    @Timeout(60)
    void wordsAreNoPartOfTheScriptOnMacOs() throws IOException {
        script("osascript");

        DesktopNotifications.of(OperatingSystem.MAC, List.of(dir)).tell("Nunchi", "\" & quit");

        var told = told();
        assertEquals("Nunchi", told.get(told.size() - 2));
        assertFalse(told.subList(0, told.size() - 2).toString().contains("quit"));
    }

    @Test
    void desktopWithoutSuchAProgramIsLeftInPeace() {
        DesktopNotifications.of(OperatingSystem.LINUX, List.of(dir)).tell("Nunchi", "ready");
        DesktopNotifications.of(OperatingSystem.WINDOWS, List.of(dir)).tell("Nunchi", "ready");

        assertFalse(Files.exists(dir.resolve("told")));
    }

    /// A program that writes its arguments into the file `told`, a line each.
    private void script(String name) throws IOException {
        assumeTrue(
                dir.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "no shell here");
        Path told = dir.resolve("told");
        Path file =
                Files.writeString(
                        dir.resolve(name),
                        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '"
                                + told
                                + ".part'\nmv '"
                                + told
                                + ".part' '"
                                + told
                                + "'\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> told() throws IOException {
        while (!Files.exists(dir.resolve("told"))) {
            LockSupport.parkNanos(10_000_000);
        }
        return Files.readAllLines(dir.resolve("told"));
    }
}
