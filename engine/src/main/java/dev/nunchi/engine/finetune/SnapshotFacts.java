package dev.nunchi.engine.finetune;

import java.util.OptionalDouble;

/// The numbers of a snapshot.
///
/// @param step after which it was made
/// @param position of the next batch in the data's order
/// @param seed of the run
/// @param loss of the last step, if there was one
/// @param validation what was found of the samples kept for validation
record SnapshotFacts(
        long step, long position, long seed, OptionalDouble loss, Validation validation) {
    /// @param best the lowest loss
    /// @param sinceBest evaluations since then
    /// @param at the step of the last evaluation; -1 if there was none
    record Validation(OptionalDouble best, int sinceBest, long at) {
        private static final Validation NONE = new Validation(OptionalDouble.empty(), 0, -1);

        Validation after(long step, double loss) {
            return isBest(loss)
                    ? new Validation(OptionalDouble.of(loss), 0, step)
                    : new Validation(best, sinceBest + 1, step);
        }

        boolean isBest(double loss) {
            return best.isEmpty() || loss < best.getAsDouble();
        }
    }

    static SnapshotFacts beginning(long seed) {
        return new SnapshotFacts(0, 0, seed, OptionalDouble.empty(), Validation.NONE);
    }

    SnapshotFacts afterStep(double newLoss, int batches) {
        return new SnapshotFacts(
                step + 1, position + batches, seed, OptionalDouble.of(newLoss), validation);
    }

    SnapshotFacts withValidation(Validation other) {
        return new SnapshotFacts(step, position, seed, loss, other);
    }
}
