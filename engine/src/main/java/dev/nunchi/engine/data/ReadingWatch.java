package dev.nunchi.engine.data;

import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

/// Tells how far reading is and whether it shall go on.
///
/// @param bytesBefore of files that are read already
/// @param bytes of all files
record ReadingWatch(Progress progress, CancelToken cancel, long bytesBefore, long bytes) {
    private static final long ROWS_A_REPORT = 200;

    /// Called once a row.
    ///
    /// @param row from 1
    /// @param position bytes of the current file that are read
    boolean goesOn(long row, long position) {
        if (row % ROWS_A_REPORT == 1) {
            progress.report(Stage.READING_DATA, bytesBefore + position, bytes);
        }
        return !cancel.isCancelled();
    }

    ReadingWatch after(long fileBytes) {
        return new ReadingWatch(progress, cancel, bytesBefore + fileBytes, bytes);
    }
}
