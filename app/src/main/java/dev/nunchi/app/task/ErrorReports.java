package dev.nunchi.app.task;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Files that tell developers of unexpected errors: types and stack frames only. Messages of
/// exceptions are left out because they may quote what a person typed.
public final class ErrorReports {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorReports.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Path folder;

    /// @param folder created on demand
    public ErrorReports(Path folder) {
        this.folder = folder;
    }

    /// Writes a report.
    ///
    /// @return its file, or nothing if it cannot be written: the error itself matters more
    Optional<Path> save(String doing, Throwable error) {
        Path file = folder.resolve("error-" + STAMP.format(Instant.now()) + ".txt");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, report(doing, error));
            return Optional.of(file);
        } catch (IOException e) {
            LOG.warn("The error report cannot be written: {}", e.getClass().getName());
            return Optional.empty();
        }
    }

    private static String report(String doing, Throwable error) {
        var text = new StringBuilder();
        text.append("Nunchi, unexpected error while: ").append(doing).append('\n');
        text.append("Java ").append(Runtime.version()).append(", ");
        text.append(System.getProperty("os.name")).append(' ');
        text.append(System.getProperty("os.arch")).append("\n\n");
        String prefix = "";
        // A chain of causes may be circular; no true one is this long.
        int left = 20;
        for (Throwable link = error; link != null && left > 0; link = link.getCause(), left--) {
            text.append(prefix).append(link.getClass().getName()).append('\n');
            for (StackTraceElement frame : link.getStackTrace()) {
                text.append("    at ").append(frame).append('\n');
            }
            prefix = "caused by ";
        }
        return text.toString();
    }
}
