package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.engine.finetune.RunEstimate;

/// What is known of the memory and time that a run will take.
public sealed interface EstimateState {
    /// Data or settings are not such that it could be found out.
    record Unknown() implements EstimateState {}

    record Working() implements EstimateState {}

    record Known(RunEstimate estimate) implements EstimateState {
        private static final double COMFORTABLE = 0.8;

        /// What the figures mean.
        public enum Verdict {
            GOOD,
            TIGHT,
            TOO_LARGE
        }

        public Verdict verdict() {
            if (!estimate.fits()) {
                return Verdict.TOO_LARGE;
            }
            return estimate.memoryBytes() <= COMFORTABLE * estimate.freeBytes()
                    ? Verdict.GOOD
                    : Verdict.TIGHT;
        }
    }

    record Failed(Problem problem) implements EstimateState {}
}
