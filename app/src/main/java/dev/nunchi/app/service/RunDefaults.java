package dev.nunchi.app.service;

import dev.nunchi.engine.finetune.ProjectorStart;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.RunSettings.Batches;
import dev.nunchi.engine.finetune.RunSettings.Rates;
import dev.nunchi.engine.finetune.RunSettings.Schedule;
import dev.nunchi.engine.finetune.RunSettings.Validation;
import dev.nunchi.engine.finetune.TrainingStage;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Settings for as many rows as a person has. The paper's are made for hundreds of thousands: with
/// forty photographs they would be three steps and no validation picture.
public final class RunDefaults {
    /// Fewer rows cannot teach a projector from nothing.
    private static final long ENOUGH_FOR_FRESH_PROJECTOR = 5_000;

    private static final double WHOLE_MODEL_RATE = 2e-5;
    private static final int WANTED_STEPS = 60;
    private static final double MOST_EPOCHS = 10;
    private static final double WANTED_VALIDATION_ROWS = 6;
    private static final double MOST_VALIDATION = 0.2;
    private static final int EVALUATIONS = 8;
    private static final int STEPS_OF_LARGEST_BATCH = 8;

    private RunDefaults() {}

    /// As [#of], but all weights of the language model learn: at the rate of [LLaVA's
    /// script](https://github.com/haotian-liu/LLaVA/blob/main/scripts/v1_5/finetune.sh) for that, a
    /// tenth of LoRA's.
    public static RunSettings ofWholeModel(long rows) {
        var settings = of(TrainingStage.END_TO_END, rows).withFullWeights();
        var rates = settings.rates();
        return settings.withRates(
                new Rates(
                        WHOLE_MODEL_RATE,
                        OptionalDouble.of(WHOLE_MODEL_RATE),
                        rates.weightDecay(),
                        rates.maxNorm()));
    }

    /// @param rows of the data; 0 if not known yet
    public static RunSettings of(TrainingStage stage, long rows) {
        var paper = RunSettings.defaults(stage);
        if (rows == 0) {
            return paper;
        }
        int size = Math.clamp(rows / STEPS_OF_LARGEST_BATCH, 1, paper.batches().size());
        int accumulate = size < paper.batches().size() ? 1 : paper.batches().accumulate();
        var batches = new Batches(size, accumulate, paper.batches().maxLength());
        double epochs =
                Math.clamp(
                        Math.ceil((double) WANTED_STEPS * batches.perStep() / rows),
                        paper.schedule().epochs(),
                        MOST_EPOCHS);
        long steps = Math.max(1, (long) (epochs * rows / batches.perStep()));
        var validation = paper.validation();
        int every = Math.clamp(steps / EVALUATIONS, 1, validation.every());
        double share =
                Math.clamp(WANTED_VALIDATION_ROWS / rows, validation.share(), MOST_VALIDATION);
        var schedule = paper.schedule();
        return paper.withBatches(batches)
                .withProjector(
                        rows < ENOUGH_FOR_FRESH_PROJECTOR
                                ? ProjectorStart.MODEL
                                : paper.projector())
                .withSchedule(
                        new Schedule(
                                epochs,
                                OptionalLong.empty(),
                                schedule.warmup(),
                                Math.min(schedule.snapshotEvery(), every)))
                .withValidation(
                        new Validation(
                                Math.round(share * 100) / 100.0,
                                every,
                                validation.patience(),
                                validation.pictures()));
    }
}
