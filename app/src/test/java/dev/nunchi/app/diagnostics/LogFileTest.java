package dev.nunchi.app.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class LogFileTest {
    @Test
    void entriesAreReadWithTheirStackFrames() {
        var entries =
                LogFile.parse(
                        """
                        half an entry
                        2026-11-30 08:01:02,345 INFO  main d.n.app.DesktopApp: started
                        2026-11-30 08:01:03,000 ERROR JavaFX Application Thread d.n.app.AppContext: Closing failed: why
                        java.io.IOException: no
                        \tat dev.nunchi.app.AppContext.close(AppContext.java:1)
                        """);

        assertEquals(
                List.of(
                        new LogEntry(
                                "2026-11-30 08:01:02,345",
                                Level.INFO,
                                "d.n.app.DesktopApp",
                                "started"),
                        new LogEntry(
                                "2026-11-30 08:01:03,000",
                                Level.ERROR,
                                "d.n.app.AppContext",
                                "Closing failed: why\njava.io.IOException: no\n"
                                        + "\tat dev.nunchi.app.AppContext.close(AppContext.java:1)")),
                entries);
    }

    @Test
    void ofALongLogTheEndIsRead(@TempDir Path dir) throws IOException, StorageException {
        Path file = dir.resolve("nunchi.log");
        var text = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            text.append("2026-11-30 08:01:02,345 INFO  main d.n.app.X: entry ").append(i);
            text.append('\n');
        }
        Files.writeString(file, text);

        var entries = LogFile.read(file);

        assertEquals("entry 29999", entries.getLast().text());
    }

    @Test
    void logThatIsNotThereHasNoEntries(@TempDir Path dir) throws StorageException {
        assertEquals(List.of(), LogFile.read(dir.resolve("nunchi.log")));
    }
}
