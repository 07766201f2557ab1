package dev.nunchi.app.diagnostics;

import dev.nunchi.engine.error.StorageException;

import org.slf4j.event.Level;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the end of the window's log, in the layout of `logback-window.xml`.
public final class LogFile {
    /// More than this is not read: the newest tell most.
    private static final int MAX_BYTES = 1 << 20;

    // A thread's name may hold spaces; the class's is the first word with a colon behind it.
    private static final Pattern HEAD =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d \\S+) (TRACE|DEBUG|INFO|WARN|ERROR) +.*? ?(\\S+): (.*)");

    private LogFile() {}

    /// The newest entries, the oldest of them first; none if there is no log yet.
    public static List<LogEntry> read(Path file) throws StorageException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return parse(tail(file));
        } catch (IOException e) {
            throw StorageException.of(file, "reading the log", e);
        }
    }

    private static String tail(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            long from = Math.max(0, size - MAX_BYTES);
            var buffer = ByteBuffer.allocate((int) (size - from));
            channel.position(from);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // The file may grow meanwhile; the buffer does not.
            }
            return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
        }
    }

    /// What comes before the first head, e.g. half an entry, is left out.
    static List<LogEntry> parse(String text) {
        var entries = new ArrayList<LogEntry>();
        for (String line : text.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                entries.add(
                        new LogEntry(
                                head.group(1),
                                Level.valueOf(head.group(2)),
                                head.group(3),
                                head.group(4)));
            } else if (!entries.isEmpty()) {
                var last = entries.removeLast();
                entries.add(
                        new LogEntry(
                                last.time(),
                                last.level(),
                                last.source(),
                                last.text() + "\n" + line));
            }
        }
        return List.copyOf(entries);
    }
}
