package dev.nunchi.engine.finetune;

import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.train.TrainableParts;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What may be chosen about a run.
///
/// @param lora the language model's update in the second stage; if it is empty there, the language
///   model's own weights learn
/// @param seed of data order, fresh weights and whatever else is drawn
public record RunSettings(
        TrainingStage stage,
        SampleForm form,
        ProjectorStart projector,
        Optional<LoraConfig> lora,
        Batches batches,
        Schedule schedule,
        Rates rates,
        Validation validation,
        long seed) {

    /// @param size `B`, samples that run together
    /// @param accumulate batches that make one step
    /// @param maxLength positions of a sample; a longer one loses its last turns, or is left out if
    ///   its first exchange alone is longer
    public record Batches(int size, int accumulate, int maxLength) {
        public Batches {
            requireAtLeast("size", 1, size);
            requireAtLeast("accumulate", 1, accumulate);
            requireAtLeast("maxLength", 2, maxLength);
        }

        /// Samples that make one step.
        public int perStep() {
            return size * accumulate;
        }
    }

    /// @param epochs how often all samples are seen; counts if `steps` is empty
    /// @param steps the run's length in optimiser steps
    /// @param warmup the share of steps in which the learning rate rises, `0..1`
    /// @param snapshotEvery steps between snapshots
    public record Schedule(double epochs, OptionalLong steps, double warmup, int snapshotEvery) {
        public Schedule {
            require("epochs", epochs > 0 && Double.isFinite(epochs), epochs);
            require("steps", steps.orElse(1) >= 1, steps);
            require("warmup", warmup >= 0 && warmup <= 1, warmup);
            requireAtLeast("snapshotEvery", 1, snapshotEvery);
        }
    }

    /// @param learningRate at its peak
    /// @param projectorRate the projector's own; empty for the same
    /// @param weightDecay AdamW's, decoupled; biases and norms have none
    /// @param maxNorm gradients of a larger global norm are scaled down to it; 0 for no limit
    public record Rates(
            double learningRate, OptionalDouble projectorRate, double weightDecay, double maxNorm) {
        public Rates {
            require("learningRate", isRate(learningRate), learningRate);
            require("projectorRate", isRate(projectorRate.orElse(1)), projectorRate);
            require("weightDecay", weightDecay >= 0 && weightDecay < 1, weightDecay);
            require("maxNorm", maxNorm >= 0 && Double.isFinite(maxNorm), maxNorm);
        }

        private static boolean isRate(double rate) {
            return rate > 0 && rate <= 1;
        }
    }

    /// @param share of the pictures that are kept for validation, by the hash of their names; `0..`
    ///   below 1
    /// @param every steps between evaluations
    /// @param patience evaluations without a better loss after which the run ends; 0 for never
    /// @param pictures validation pictures that are answered about at each evaluation
    public record Validation(double share, int every, int patience, int pictures) {
        public Validation {
            require("share", share >= 0 && share < 1, share);
            requireAtLeast("every", 1, every);
            requireAtLeast("patience", 0, patience);
            requireAtLeast("pictures", 0, pictures);
        }
    }

    /// AdamW, cosine with 3 % warm-up and no weight decay, as in the paper; one epoch for the first
    /// stage and three for the second. Batches are those of one small machine, and the learning
    /// rates fit them and LoRA: those of [LLaVA's own
    /// scripts](https://github.com/haotian-liu/LLaVA/tree/main/scripts).
    public static RunSettings defaults(TrainingStage stage) {
        var validation = new Validation(0.02, 100, 0, 4);
        return switch (stage) {
            case ALIGNMENT ->
                    new RunSettings(
                            stage,
                            SampleForm.CHAT,
                            ProjectorStart.FRESH,
                            Optional.empty(),
                            new Batches(16, 1, 1024),
                            new Schedule(1, OptionalLong.empty(), 0.03, 50),
                            new Rates(1e-3, OptionalDouble.empty(), 0, 1),
                            validation,
                            0);
            case END_TO_END ->
                    new RunSettings(
                            stage,
                            SampleForm.CHAT,
                            ProjectorStart.MODEL,
                            Optional.of(LoraConfig.ofAll(16, 32)),
                            new Batches(8, 2, 1024),
                            new Schedule(3, OptionalLong.empty(), 0.03, 50),
                            new Rates(2e-4, OptionalDouble.of(2e-5), 0, 1),
                            validation,
                            0);
        };
    }

    /// What learns.
    public TrainableParts parts() {
        return switch (stage) {
            case ALIGNMENT -> TrainableParts.projector();
            case END_TO_END ->
                    lora.map(TrainableParts::projectorAndLora)
                            .orElseGet(TrainableParts::projectorAndLanguageModel);
        };
    }

    /// Whether the language model's own weights learn: then a run makes a model, not an adapter.
    public boolean makesModel() {
        return parts().whole().contains(TrainableParts.Part.LANGUAGE_MODEL);
    }

    public RunSettings withForm(SampleForm other) {
        return new RunSettings(
                stage, other, projector, lora, batches, schedule, rates, validation, seed);
    }

    public RunSettings withProjector(ProjectorStart other) {
        return new RunSettings(
                stage, form, other, lora, batches, schedule, rates, validation, seed);
    }

    public RunSettings withLora(LoraConfig other) {
        return new RunSettings(
                stage,
                form,
                projector,
                Optional.of(other),
                batches,
                schedule,
                rates,
                validation,
                seed);
    }

    /// The language model's own weights learn, not an update of them.
    public RunSettings withFullWeights() {
        return new RunSettings(
                stage,
                form,
                projector,
                Optional.empty(),
                batches,
                schedule,
                rates,
                validation,
                seed);
    }

    public RunSettings withBatches(Batches other) {
        return new RunSettings(
                stage, form, projector, lora, other, schedule, rates, validation, seed);
    }

    public RunSettings withSchedule(Schedule other) {
        return new RunSettings(
                stage, form, projector, lora, batches, other, rates, validation, seed);
    }

    public RunSettings withRates(Rates other) {
        return new RunSettings(
                stage, form, projector, lora, batches, schedule, other, validation, seed);
    }

    public RunSettings withValidation(Validation other) {
        return new RunSettings(stage, form, projector, lora, batches, schedule, rates, other, seed);
    }

    public RunSettings withSeed(long other) {
        return new RunSettings(
                stage, form, projector, lora, batches, schedule, rates, validation, other);
    }

    private static void requireAtLeast(String name, int least, int found) {
        require(name, found >= least, found);
    }

    private static void require(String name, boolean good, Object found) {
        if (!good) {
            throw new IllegalArgumentException(name + " " + found);
        }
    }
}
