package dev.nunchi.app.task;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Repeats an act on a background thread until closed.
public final class Heartbeat implements AutoCloseable {
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("nunchi-heartbeat").factory());

    /// @param act must not throw: it would not be repeated then
    public Heartbeat(Duration period, Runnable act) {
        var _ =
                clock.scheduleAtFixedRate(
                        act, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Returns when the act does not run and will not run again.
    @Override
    public void close() {
        clock.shutdown();
        clock.close();
    }
}
