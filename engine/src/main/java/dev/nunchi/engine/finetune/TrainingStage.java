package dev.nunchi.engine.finetune;

import java.util.Optional;
import java.util.stream.Stream;

/// The two stages of [Visual Instruction Tuning](https://arxiv.org/abs/2304.08485), section 4.2.
public enum TrainingStage {
    /// Feature alignment: tower and language model are frozen, the projector learns.
    ALIGNMENT(1),
    /// End to end: the tower is frozen, projector and language model learn.
    END_TO_END(2);

    private final int number;

    TrainingStage(int number) {
        this.number = number;
    }

    /// As the paper counts them.
    public int number() {
        return number;
    }

    /// @return empty if there is no such stage
    public static Optional<TrainingStage> of(int number) {
        return Stream.of(values()).filter(stage -> stage.number == number).findFirst();
    }
}
