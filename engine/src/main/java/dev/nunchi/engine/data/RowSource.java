package dev.nunchi.engine.data;

import java.io.IOException;
import java.util.Optional;

/// The rows of a data file, one after the other, each of a bounded size.
interface RowSource {
    /// A row, numbered from 1.
    sealed interface Row {
        long number();

        /// A row's text, not yet decoded.
        @SuppressWarnings("ArrayRecordComponent") // read once, by the one who asked for it
        record Text(long number, byte[] bytes) implements Row {}

        /// A row that is not read.
        record Refused(long number, RowProblem.Reason reason, String detail) implements Row {}
    }

    /// @return empty after the last row
    Optional<Row> next() throws IOException;

    /// How many bytes of the file have been read, for progress.
    long position();
}
