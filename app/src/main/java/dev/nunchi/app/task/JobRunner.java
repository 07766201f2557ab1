package dev.nunchi.app.task;

import java.time.Duration;
import java.util.function.Consumer;

/// Runs jobs and tells of them on the thread of the window.
public interface JobRunner {
    /// Starts a job. Called on the thread of the window; what the handle hears comes there too.
    <T> JobHandle<T> run(Job<T> job);

    /// A way for a job to tell of more than text and progress: what it is given on any thread is
    /// heard on the thread of the window, all of it and in order.
    <T> Consumer<T> onWindow(Consumer<? super T> listener);

    /// Runs, on the thread of the window, the last of several acts that follow each other faster
    /// than `quiet`.
    Debouncer debouncer(Duration quiet);
}
