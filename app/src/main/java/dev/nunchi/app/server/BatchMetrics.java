package dev.nunchi.app.server;

import java.util.concurrent.atomic.LongAdder;

/// How many answers were made at once. Thread-safe.
final class BatchMetrics {
    private final LongAdder steps = new LongAdder();
    private final LongAdder answers = new LongAdder();

    /// The model has taken a step.
    ///
    /// @param active answers that it was for
    void stepped(int active) {
        steps.increment();
        answers.add(active);
    }

    long steps() {
        return steps.sum();
    }

    /// Of all steps together: divided by [#steps] the mean number at once.
    long answers() {
        return answers.sum();
    }
}
