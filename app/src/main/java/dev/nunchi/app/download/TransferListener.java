package dev.nunchi.app.download;

import java.time.Duration;

/// Hears how a transfer goes, on the thread that does the work.
interface TransferListener {
    /// @param bytes of the file that are there; fewer than before if it had to be begun again
    void received(long bytes);

    /// Nothing came; it is tried again after a pause.
    void waiting(Duration pause);
}
