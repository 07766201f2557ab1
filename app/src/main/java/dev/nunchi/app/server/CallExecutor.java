package dev.nunchi.app.server;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The threads of callers, a virtual one for each: they mostly wait, and never in native code. And
/// one that looks after them.
final class CallExecutor implements Executor, AutoCloseable {
    private final ExecutorService calls =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("nunchi-call-", 1).factory());
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("nunchi-calls").factory());

    @Override
    public void execute(Runnable call) {
        calls.execute(call);
    }

    /// Repeats an act until closed.
    ///
    /// @param act must not throw: it would not be repeated then
    void every(Duration period, Runnable act) {
        var _ =
                clock.scheduleAtFixedRate(
                        act, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Interrupts what still waits.
    @Override
    public void close() {
        clock.shutdownNow();
        calls.shutdownNow();
    }
}
