package dev.nunchi.engine.finetune;

import dev.nunchi.engine.progress.CancelToken;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How others hold, continue and end a run: between two batches. Thread-safe.
public final class RunControl {
    /// A token that is cancelled elsewhere wakes nobody.
    private static final long WAIT_NANOS = 100_000_000;

    private final CancelToken cancel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean paused;

    /// @param cancel ends the run with a snapshot; also one that is cancelled elsewhere, which a
    ///   paused run sees within a moment
    public RunControl(CancelToken cancel) {
        this.cancel = cancel;
    }

    /// Holds the run; it keeps its memory.
    public void pause() {
        set(true);
    }

    /// Lets it go on.
    public void proceed() {
        set(false);
    }

    /// Ends the run with a snapshot, for good or until it is resumed.
    public void stop() {
        cancel.cancel();
        set(false);
    }

    public boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    CancelToken token() {
        return cancel;
    }

    /// Waits while the run is paused.
    ///
    /// @return whether it is to end
    boolean isEnded() {
        lock.lock();
        try {
            while (paused && !cancel.isCancelled()) {
                changed.awaitNanos(WAIT_NANOS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
        return cancel.isCancelled();
    }

    private void set(boolean now) {
        lock.lock();
        try {
            paused = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
