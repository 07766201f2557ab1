package dev.nunchi.engine.progress;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Asks a long call to stop at its next safe point. May be cancelled from any thread, once and for
/// good; the call then returns what it has, it does not throw.
public final class CancelToken {
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final List<CancelToken> wider;

    public CancelToken() {
        this(List.of());
    }

    private CancelToken(List<CancelToken> wider) {
        this.wider = wider;
    }

    /// A token that nobody holds: the call runs to its end.
    public static CancelToken none() {
        return new CancelToken();
    }

    /// A token that either of two cancels, and that does not cancel them.
    public static CancelToken either(CancelToken one, CancelToken other) {
        return new CancelToken(List.of(one, other));
    }

    public void cancel() {
        cancelled.set(true);
    }

    public boolean isCancelled() {
        return cancelled.get() || wider.stream().anyMatch(CancelToken::isCancelled);
    }
}
