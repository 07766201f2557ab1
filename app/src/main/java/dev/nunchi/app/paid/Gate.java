package dev.nunchi.app.paid;

import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.remote.RemoteException.Reason;
import dev.nunchi.engine.progress.CancelToken;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Lets requests through: so many at once, so many a minute, and none while the server wants to be
/// left alone. Thread-safe.
final class Gate {
    /// How soon a wish to stop is heard.
    private static final long LOOK_MILLIS = 50;

    private static final long NANOS_A_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final RequestPolicy policy;
    private final Semaphore places;
    private final long spacing;
    private long nextSlot = System.nanoTime();

    Gate(RequestPolicy policy) {
        this.policy = policy;
        places = new Semaphore(policy.concurrency(), true);
        spacing =
                policy.perMinute().isPresent() ? NANOS_A_MINUTE / policy.perMinute().getAsInt() : 0;
    }

    /// Waits for a place and a turn.
    ///
    /// @return whether the caller is in and has to [#leave]; not when cancelled
    boolean enter(CancelToken cancel) {
        try {
            while (!cancel.isCancelled()) {
                if (places.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (sleep(turn(), cancel)) {
                        return true;
                    }
                    places.release();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            cancel.cancel();
        }
        return false;
    }

    void leave() {
        places.release();
    }

    /// Keeps everyone out while a busy server wants to be left alone.
    synchronized void pause(RemoteException refusal, int failures) {
        if (refusal.reason() == Reason.BUSY) {
            var pause =
                    refusal.retryAfter()
                            .map(policy.retries()::asked)
                            .orElseGet(() -> growing(failures));
            nextSlot = Math.max(nextSlot, System.nanoTime() + pause.toNanos());
        }
    }

    /// The pause of one who failed.
    ///
    /// @return whether it was not cancelled
    boolean await(int failures, CancelToken cancel) {
        return sleep(System.nanoTime() + growing(failures).toNanos(), cancel);
    }

    private Duration growing(int failures) {
        return policy.retries().pauseAfter(failures, ThreadLocalRandom.current());
    }

    /// When the caller may begin.
    private synchronized long turn() {
        long now = System.nanoTime();
        long turn = Math.max(now, nextSlot);
        nextSlot = spacing == 0 ? nextSlot : turn + spacing;
        return turn;
    }

    private static boolean sleep(long until, CancelToken cancel) {
        try {
            for (long left = until - System.nanoTime();
                    left > 0;
                    left = until - System.nanoTime()) {
                if (cancel.isCancelled()) {
                    return false;
                }
                TimeUnit.NANOSECONDS.sleep(
                        Math.min(left, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)));
            }
            return !cancel.isCancelled();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            cancel.cancel();
            return false;
        }
    }
}
