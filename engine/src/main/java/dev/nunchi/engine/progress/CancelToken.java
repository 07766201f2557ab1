package dev.nunchi.engine.progress;

import java.util.concurrent.atomic.AtomicBoolean;

/// Asks a long call to stop at its next safe point. May be cancelled from any thread, once and for
/// good; the call then returns what it has, it does not throw.
public final class CancelToken {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    /// A token that nobody holds: the call runs to its end.
    public static CancelToken none() {
        return new CancelToken();
    }

    public void cancel() {
        cancelled.set(true);
    }

    public boolean isCancelled() {
        return cancelled.get();
    }
}
