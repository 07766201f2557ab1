package dev.nunchi.app.task;

import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;

import java.time.Duration;
import java.util.function.Consumer;

/// Runs each job at once on the calling thread: for the command line and for tests of view models.
public final class DirectJobRunner implements JobRunner {
    private final Boundary boundary;

    public DirectJobRunner(Boundary boundary) {
        this.boundary = boundary;
    }

    @Override
    public <T> JobHandle<T> run(Job<T> job) {
        var cancel = new CancelToken();
        var handle = new JobHandle<T>(cancel);
        handle.tell(boundary.run(job, new DirectContext<>(handle, cancel)));
        return handle;
    }

    @Override
    public <T> Consumer<T> onWindow(Consumer<? super T> listener) {
        return listener::accept;
    }

    /// Runs every act at once.
    @Override
    public Debouncer debouncer(Duration quiet) {
        return Runnable::run;
    }

    private record DirectContext<T>(JobHandle<T> handle, CancelToken cancel) implements JobContext {
        @Override
        public void report(Stage stage, long done, long total) {
            handle.tellProgress(new JobProgress(stage, done, total));
        }

        @Override
        public void onText(String delta) {
            handle.tellText(delta);
        }
    }
}
