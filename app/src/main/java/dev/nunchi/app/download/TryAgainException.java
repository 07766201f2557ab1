package dev.nunchi.app.download;

import dev.nunchi.app.download.DownloadException.Reason;

import java.time.Duration;
import java.util.Optional;

/// An answer that may be better the next time. Does not leave this package.
final class TryAgainException extends Exception {
    private final Reason reason;
    private final Optional<Duration> after;

    /// @param reason what it is when it happens too often
    /// @param after how long the server asks to wait; empty if it does not
    TryAgainException(Reason reason, String problem, Optional<Duration> after) {
        super(problem);
        this.reason = reason;
        this.after = after;
    }

    Reason reason() {
        return reason;
    }

    Optional<Duration> after() {
        return after;
    }
}
