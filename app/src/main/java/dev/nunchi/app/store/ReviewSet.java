package dev.nunchi.app.store;

import java.nio.file.Path;
import java.time.Instant;

/// Rows that came from one file, to be reviewed.
///
/// @param name for people
/// @param source the file as it was imported
/// @param rows how many
public record ReviewSet(long id, String name, Source source, Instant importedAt, int rows) {
    /// A file at one moment: when it has changed since, it is another source.
    ///
    /// @param bytes its size
    /// @param changedAt to the millisecond
    public record Source(Path file, long bytes, Instant changedAt) {}
}
