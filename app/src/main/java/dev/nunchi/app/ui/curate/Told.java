package dev.nunchi.app.ui.curate;

import java.nio.file.Path;

/// Something that was done, for a line that goes by itself.
public sealed interface Told {
    /// Many rows were kept at once.
    record Accepted(int rows) implements Told {}

    /// Many rows were left out at once.
    record Rejected(int rows) implements Told {}

    record Undone(int rows) implements Told {}

    /// No further row passes the filter.
    record LastRow() implements Told {}

    /// Rows of a file could not be taken in.
    record LeftOut(int rows) implements Told {}

    record Exported(Path file, int rows) implements Told {}

    record NothingKept() implements Told {}

    /// The pictures cannot be named from where the file was to lie.
    ///
    /// @param folder one from which they can
    record PicturesElsewhere(Path folder) implements Told {}

    /// A turn without words cannot be kept.
    record EmptyTurn() implements Told {}
}
