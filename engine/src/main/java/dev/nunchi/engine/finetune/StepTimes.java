package dev.nunchi.engine.finetune;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.runtime.ffm.NativeHeap;
import dev.nunchi.engine.train.TrainingBatch;

import java.util.List;

/// Seconds that the parts of a run take, measured on a learner that is thrown away afterwards.
///
/// @param fixed of a batch, whatever its length
/// @param slope of a batch's position, padding counted
/// @param forward the share of a batch's time that its loss alone takes
/// @param word of an answer, for which a sample is read once
/// @param update of the optimiser, a step
record StepTimes(double fixed, double slope, double forward, double word, double update) {
    private static final double NANOS = 1e9;

    /// A batch to measure with.
    record Probe(TrainingBatch batch) {
        /// With padding.
        long positions() {
            return (long) batch.size() * batch.length();
        }
    }

    /// A line through two batches, and the rest on the larger one; of no use if it was cancelled.
    static StepTimes measure(Learner learner, Probe small, Probe large, CancelToken cancel)
            throws EngineException {
        double ofLarge =
                second(
                        cancel,
                        () -> {
                            learner.begin();
                            learner.add(large.batch());
                        });
        double forward = second(cancel, () -> learner.loss(large.batch())) / ofLarge;
        double slope = ofLarge / large.positions();
        if (small.positions() < large.positions()) {
            double ofSmall =
                    second(
                            cancel,
                            () -> {
                                learner.begin();
                                learner.add(small.batch());
                            });
            long more = large.positions() - small.positions();
            slope = Math.max(0, (ofLarge - ofSmall) / more);
        }
        var one = new TrainingBatch(List.of(large.batch().examples().getFirst()));
        double word = second(cancel, () -> learner.lastLogits(one));
        double update = cancel.isCancelled() ? 0 : seconds(learner::update);
        double fixed = Math.max(0, ofLarge - slope * large.positions());
        return new StepTimes(fixed, slope, forward, word, update);
    }

    private interface Work {
        void run() throws EngineException;
    }

    /// Of the second time: the first one makes room for the batch's shape.
    private static double second(CancelToken cancel, Work work) throws EngineException {
        // Holes that other shapes have left are no part of what a run takes.
        NativeHeap.giveBack();
        double seconds = 0;
        for (int i = 0; i < 2 && !cancel.isCancelled(); i++) {
            seconds = seconds(work);
        }
        return seconds;
    }

    private static double seconds(Work work) throws EngineException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / NANOS;
    }

    /// Forwards and backwards.
    double batch(long positions) {
        return fixed + slope * positions;
    }

    /// Forwards only.
    double loss(long positions) {
        return forward * batch(positions);
    }
}
