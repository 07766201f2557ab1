package dev.nunchi.app.ui.train;

import dev.nunchi.app.service.LoraChoice;
import dev.nunchi.app.ui.train.NumberField.Kind;
import dev.nunchi.engine.finetune.ProjectorStart;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.RunSettings.Batches;
import dev.nunchi.engine.finetune.RunSettings.Rates;
import dev.nunchi.engine.finetune.RunSettings.Schedule;
import dev.nunchi.engine.finetune.RunSettings.Validation;
import dev.nunchi.engine.finetune.SampleForm;
import dev.nunchi.engine.finetune.TrainingStage;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Everything that may be chosen about a run, as fields.
public final class SettingsFields {
    private static final int MOST_WHOLE = 1_000_000;

    /// What of the language model learns in the second stage.
    public enum Learning {
        /// A low-rank update of it, LoRA.
        UPDATE,
        /// All its weights.
        WHOLE
    }

    final NumberField epochs = new NumberField(Kind.DECIMAL, 0.01, 1000);
    final NumberField batch = new NumberField(Kind.WHOLE, 1, 1024);
    final NumberField accumulate = new NumberField(Kind.WHOLE, 1, 1024);
    final NumberField maxLength = new NumberField(Kind.WHOLE, 2, MOST_WHOLE);
    final NumberField rate = new NumberField(Kind.DECIMAL, 1e-8, 1);
    final NumberField projectorRate = new NumberField(Kind.DECIMAL, 1e-8, 1);
    final NumberField rank = new NumberField(Kind.WHOLE, 1, 1024);
    final NumberField alpha = new NumberField(Kind.DECIMAL, 0.01, MOST_WHOLE);
    final NumberField validation = new NumberField(Kind.PERCENT, 0, 0.9);
    final NumberField evaluateEvery = new NumberField(Kind.WHOLE, 1, MOST_WHOLE);
    final NumberField patience = new NumberField(Kind.WHOLE, 0, MOST_WHOLE);
    final NumberField snapshotEvery = new NumberField(Kind.WHOLE, 1, MOST_WHOLE);
    final NumberField warmup = new NumberField(Kind.PERCENT, 0, 1);
    final NumberField weightDecay = new NumberField(Kind.DECIMAL, 0, 0.99);
    final NumberField maxNorm = new NumberField(Kind.DECIMAL, 0, MOST_WHOLE);
    final NumberField seed = new NumberField(Kind.WHOLE, 0, Integer.MAX_VALUE);
    final ObjectProperty<ProjectorStart> projector =
            new SimpleObjectProperty<>(ProjectorStart.MODEL);
    final ObjectProperty<SampleForm> form = new SimpleObjectProperty<>(SampleForm.CHAT);
    final ObjectProperty<Learning> learning = new SimpleObjectProperty<>(Learning.UPDATE);
    final ObjectProperty<LoraChoice.Layers> layers =
            new SimpleObjectProperty<>(LoraChoice.Layers.ALL);

    List<NumberField> numbers() {
        return List.of(
                epochs,
                batch,
                accumulate,
                maxLength,
                rate,
                projectorRate,
                rank,
                alpha,
                validation,
                evaluateEvery,
                patience,
                snapshotEvery,
                warmup,
                weightDecay,
                maxNorm,
                seed);
    }

    /// Gives every field its default; what was typed stays.
    void preset(RunSettings defaults) {
        var lora = LoraChoice.of(defaults);
        epochs.preset(defaults.schedule().epochs());
        batch.preset(defaults.batches().size());
        accumulate.preset(defaults.batches().accumulate());
        maxLength.preset(defaults.batches().maxLength());
        rate.preset(defaults.rates().learningRate());
        projectorRate.preset(
                defaults.rates().projectorRate().orElse(defaults.rates().learningRate()));
        rank.preset(lora.rank());
        alpha.preset(lora.alpha());
        validation.preset(defaults.validation().share());
        evaluateEvery.preset(defaults.validation().every());
        patience.preset(defaults.validation().patience());
        snapshotEvery.preset(defaults.schedule().snapshotEvery());
        warmup.preset(defaults.schedule().warmup());
        weightDecay.preset(defaults.rates().weightDecay());
        maxNorm.preset(defaults.rates().maxNorm());
        seed.preset(defaults.seed());
        projector.set(defaults.projector());
    }

    /// Puts fewer rows into a batch and more batches into a step, so that a step learns from at
    /// least as many rows as before.
    void shrink(int rows) {
        double perStep = batch.value().orElse(1) * accumulate.value().orElse(1);
        batch.set(rows);
        accumulate.set(Math.ceil(perStep / rows));
    }

    void reset() {
        numbers().forEach(NumberField::reset);
    }

    /// @return empty while a number is not one that may be
    Optional<RunSettings> settings(TrainingStage stage) {
        if (numbers().stream().anyMatch(field -> field.value().isEmpty())) {
            return Optional.empty();
        }
        var defaults = RunSettings.defaults(stage);
        var settings =
                defaults.withForm(stage == TrainingStage.ALIGNMENT ? form.get() : SampleForm.CHAT)
                        .withProjector(projector.get())
                        .withBatches(new Batches(whole(batch), whole(accumulate), whole(maxLength)))
                        .withSchedule(
                                new Schedule(
                                        decimal(epochs),
                                        OptionalLong.empty(),
                                        decimal(warmup),
                                        whole(snapshotEvery)))
                        .withRates(rates(stage))
                        .withValidation(
                                new Validation(
                                        decimal(validation),
                                        whole(evaluateEvery),
                                        whole(patience),
                                        defaults.validation().pictures()))
                        .withSeed(whole(seed));
        return Optional.of(stage == TrainingStage.ALIGNMENT ? settings : learning(settings));
    }

    private RunSettings learning(RunSettings settings) {
        return switch (learning.get()) {
            case UPDATE -> new LoraChoice(whole(rank), decimal(alpha), layers.get()).in(settings);
            case WHOLE -> settings.withFullWeights();
        };
    }

    private Rates rates(TrainingStage stage) {
        return new Rates(
                decimal(rate),
                stage == TrainingStage.ALIGNMENT
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(decimal(projectorRate)),
                decimal(weightDecay),
                decimal(maxNorm));
    }

    private static int whole(NumberField field) {
        return (int) decimal(field);
    }

    private static double decimal(NumberField field) {
        return field.value().orElseThrow();
    }
}
