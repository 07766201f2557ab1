package dev.nunchi.app.task;

import dev.nunchi.engine.progress.CancelToken;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs jobs on daemon threads and tells of them on a thread that is given.
class BackgroundJobRunner implements JobRunner {
    // Thirty updates a second look continuous; more only cost layout.
    private static final long TELL_MILLIS = 33;

    private final Boundary boundary;
    private final Executor window;
    // Platform threads: native inference pins a virtual thread to its carrier for seconds.
    private final ExecutorService workers =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("nunchi-job-", 1).factory());
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("nunchi-clock").factory());

    BackgroundJobRunner(Boundary boundary, Executor window) {
        this.boundary = boundary;
        this.window = window;
    }

    @Override
    public <T> JobHandle<T> run(Job<T> job) {
        var cancel = new CancelToken();
        var handle = new JobHandle<T>(cancel);
        var reports = new CoalescedReports(cancel, handle, this::soonOnWindow);
        workers.execute(() -> {
            var outcome = boundary.run(job, reports);
            window.execute(() -> {
                reports.tell();
                handle.tell(outcome);
            });
        });
        return handle;
    }

    @Override
    public <T> Consumer<T> onWindow(Consumer<? super T> listener) {
        return value -> window.execute(() -> listener.accept(value));
    }

    @Override
    public Debouncer debouncer(Duration quiet) {
        return new Debouncer() {
            private ScheduledFuture<?> pending = clock.schedule(() -> {}, 0, TimeUnit.MILLISECONDS);

            @Override
            public synchronized void submit(Runnable act) {
                pending.cancel(false);
                pending =
                        clock.schedule(
                                () -> window.execute(act), quiet.toMillis(), TimeUnit.MILLISECONDS);
            }
        };
    }

    private void soonOnWindow(Runnable act) {
        var _ = clock.schedule(() -> window.execute(act), TELL_MILLIS, TimeUnit.MILLISECONDS);
    }
}
