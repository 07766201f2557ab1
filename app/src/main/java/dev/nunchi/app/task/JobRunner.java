package dev.nunchi.app.task;

import java.time.Duration;

/// Runs jobs and tells of them on the thread of the window.
public interface JobRunner {
    /// Starts a job. Called on the thread of the window; what the handle hears comes there too.
    <T> JobHandle<T> run(Job<T> job);

    /// Runs, on the thread of the window, the last of several acts that follow each other faster
    /// than `quiet`.
    Debouncer debouncer(Duration quiet);
}
