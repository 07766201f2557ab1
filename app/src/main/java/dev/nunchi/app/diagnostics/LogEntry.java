package dev.nunchi.app.diagnostics;

import org.slf4j.event.Level;

/// One entry of the log.
///
/// @param time as the log writes it
/// @param source the abbreviated name of the class
/// @param text the message; stack frames on lines of their own
public record LogEntry(String time, Level level, String source, String text) {
    /// The entry as it stands in the log, without its thread.
    @Override
    public String toString() {
        return time + " " + level + " " + source + ": " + text;
    }
}
