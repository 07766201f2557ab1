package dev.nunchi.app.task;

import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// Gathers what a job reports and tells it to the handle in few, larger pieces. Thread-safe.
final class CoalescedReports implements JobContext {
    private final CancelToken cancel;
    private final JobHandle<?> handle;
    private final Consumer<Runnable> soonOnWindow;
    private final StringBuilder text = new StringBuilder();
    private @Nullable JobProgress progress;
    private boolean scheduled;

    /// @param soonOnWindow runs an act a little later on the thread of the window
    CoalescedReports(CancelToken cancel, JobHandle<?> handle, Consumer<Runnable> soonOnWindow) {
        this.cancel = cancel;
        this.handle = handle;
        this.soonOnWindow = soonOnWindow;
    }

    @Override
    public CancelToken cancel() {
        return cancel;
    }

    @Override
    public synchronized void report(Stage stage, long done, long total) {
        progress = new JobProgress(stage, done, total);
        schedule();
    }

    @Override
    public synchronized void onText(String delta) {
        text.append(delta);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            soonOnWindow.accept(this::tell);
        }
    }

    /// Tells the handle what has gathered; called on the thread of the window.
    void tell() {
        JobProgress newProgress;
        String newText;
        synchronized (this) {
            scheduled = false;
            newProgress = progress;
            newText = text.toString();
            progress = null;
            text.setLength(0);
        }
        if (newProgress != null) {
            handle.tellProgress(newProgress);
        }
        if (!newText.isEmpty()) {
            handle.tellText(newText);
        }
    }
}
