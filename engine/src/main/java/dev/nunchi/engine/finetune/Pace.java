package dev.nunchi.engine.finetune;

import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a run goes, by its last steps.
final class Pace {
    private static final int STEPS = 20;
    private static final double NANOS = 1e9;

    private final Deque<Long> ends = new ArrayDeque<>();

    /// Also at the beginning of the first step.
    void stepEnded() {
        ends.addLast(System.nanoTime());
        if (ends.size() > STEPS + 1) {
            ends.removeFirst();
        }
    }

    /// Evaluations and snapshots between the steps are counted. 0 before the first step.
    double secondsAStep() {
        int steps = ends.size() - 1;
        return steps < 1 ? 0 : (ends.getLast() - ends.getFirst()) / NANOS / steps;
    }
}
