package dev.nunchi.engine.finetune;

import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.model.TrainingGraphs;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.train.TrainableParts;
import dev.nunchi.engine.train.TrainingPlan;
import dev.nunchi.engine.train.TrainingPlan.BatchShape;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// What a run will take.
///
/// Memory is [TrainingPlan#bytes] and the optimiser's arrays, until it is measured. Time is
/// measured: two batches of the run, one of short samples and the longest, and a line through them
/// over all batches' positions.
record Estimator(TrainingModel model, Lessons lessons, RunSettings settings) {
    /// Left to the system and to other programs.
    private static final double USABLE = 0.9;

    /// Sum of the gradients and two moments, float32.
    private static final int OPTIMIZER_BYTES = 12;

    /// Looked at to measure.
    private static final int PICTURES = 3;

    /// A quarter of the batches are as short as the one that is measured, or shorter.
    private static final int FEW = 4;

    private static final double NANOS = 1e9;

    /// Optimiser steps in all.
    long steps() {
        double samples = settings.schedule().epochs() * lessons.training().size();
        double epochs = Math.ceil(samples / settings.batches().perStep());
        return settings.schedule().steps().orElse(Math.max(1, (long) epochs));
    }

    /// Samples of the largest batch.
    private int size() {
        return Math.min(settings.batches().size(), lessons.training().size());
    }

    private Optional<TrainingPlan> plan(int size) throws CheckpointException {
        long free = (long) (ProcessMemory.free() * USABLE) - optimizerBytes();
        var shape = new BatchShape(size, lessons.longest());
        return TrainingPlan.choose(model.checkpoint(), shape, settings.parts(), free);
    }

    /// The most samples at once that fit, found by halving: memory grows with them.
    private int batchThatFits() throws CheckpointException {
        int fits = 0;
        int tooMany = size() + 1;
        while (tooMany - fits > 1) {
            int middle = (fits + tooMany) / 2;
            if (plan(middle).isPresent()) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    /// The fastest plan that fits.
    ///
    /// @throws TrainingException `TOO_LARGE`
    TrainingPlan requirePlan(String run) throws EngineException {
        var plan = plan(size());
        if (plan.isEmpty()) {
            long least = bytes(smallest());
            throw new TrainingException(
                    run,
                    TrainingException.Reason.TOO_LARGE,
                    "needs %d bytes, %d are free".formatted(least, ProcessMemory.free()));
        }
        return plan.get();
    }

    /// The plan that takes the least memory.
    private TrainingPlan smallest() {
        return TrainingPlan.ALL.reversed().stream()
                .filter(plan -> plan.canTrain(settings.parts()))
                .findFirst()
                .orElseThrow();
    }

    private long bytes(TrainingPlan plan) throws CheckpointException {
        var shape = new BatchShape(size(), lessons.longest());
        return plan.bytes(model.checkpoint(), shape, settings.parts()) + optimizerBytes();
    }

    private long optimizerBytes() throws CheckpointException {
        return OPTIMIZER_BYTES * parameters();
    }

    /// How many numbers learn.
    private long parameters() throws CheckpointException {
        var checkpoint = model.checkpoint();
        var parts = settings.parts();
        boolean all = parts.whole().contains(TrainableParts.Part.LANGUAGE_MODEL);
        long count = 0;
        for (var tensor : checkpoint.tensors().entrySet()) {
            boolean tower = tensor.getKey().startsWith("vision_tower.");
            if (tensor.getKey().startsWith(Learner.PROJECTOR) || (all && !tower)) {
                count += tensor.getValue().shape().count();
            }
        }
        var graphs = new TrainingGraphs(checkpoint, Precision.STORED, parts.lora());
        for (int i = 0; i < checkpoint.config().language().numLayers(); i++) {
            for (var factor : graphs.factors(i).values()) {
                count += factor.count();
            }
        }
        return count;
    }

    /// Without times.
    RunEstimate unmeasured(TrainingPlan plan) throws CheckpointException {
        return new RunEstimate(
                lessons.training().size(),
                lessons.validation().size(),
                lessons.training().skipped().size(),
                lessons.training().targets(),
                steps(),
                bytes(plan),
                ProcessMemory.free(),
                batchThatFits(),
                0,
                0,
                plan,
                lessons.data().problems());
    }

    /// With times, and the memory that they were measured in, where the system tells it.
    ///
    /// @param watch begun before the model was opened
    /// @return empty if it was cancelled
    Optional<RunEstimate> measure(Progress progress, CancelToken cancel, ProcessMemory.Watch watch)
            throws EngineException {
        var estimate = unmeasured(plan(size()).orElse(smallest()));
        if (!estimate.fits()) {
            return Optional.of(estimate);
        }
        double ofFeatures = featureSeconds(cancel);
        model.features().ifPresent(FeatureStore::rest);
        progress.report(Stage.MEASURING_STEPS, 0, 0);
        var work = new Learner.Work(settings, estimate.steps(), estimate.plan());
        try (var learner = Learner.open(model.checkpoint(), model.runtime(), work)) {
            var sorted = sortedBatches();
            var small = probe(sorted.get(sorted.size() / FEW));
            var times = StepTimes.measure(learner, small, probe(sorted.getLast()), cancel);
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
            long memory = watch.peak().orElse(estimate.memoryBytes());
            double seconds = ofSteps(times) + evaluations() * ofEvaluation(times);
            return Optional.of(estimate.measured(memory, seconds, ofFeatures));
        }
    }

    /// Of the pictures that are not kept: three are looked at, and kept.
    private double featureSeconds(CancelToken cancel) throws EngineException {
        if (model.features().isEmpty()) {
            return 0;
        }
        var store = model.features().get();
        var missing = store.missing(lessons.pictures());
        if (missing.size() <= PICTURES) {
            store.prepare(missing, Progress.NONE, cancel);
            return 0;
        }
        // The first opens the tower.
        store.prepare(missing.subList(0, 1), Progress.NONE, cancel);
        var measured = missing.subList(1, PICTURES);
        long start = System.nanoTime();
        store.prepare(measured, Progress.NONE, cancel);
        double each = (System.nanoTime() - start) / NANOS / store.tiles(measured);
        return each * store.tiles(missing.subList(PICTURES, missing.size()));
    }

    /// An epoch's batches by their positions.
    private List<Long> sortedBatches() {
        return LongStream.range(0, lessons.order().batchesAnEpoch())
                .boxed()
                .sorted(Comparator.comparingLong(this::positions))
                .toList();
    }

    private long positions(long batch) {
        return positions(lessons.training().lengths(), lessons.order().batch(batch));
    }

    /// With padding.
    private static long positions(int[] lengths, int... samples) {
        int longest = IntStream.of(samples).map(i -> lengths[i]).max().orElse(0);
        return (long) longest * samples.length;
    }

    /// With some numbers in place of pictures that may not have been looked at.
    private StepTimes.Probe probe(long position) throws EngineException {
        return new StepTimes.Probe(
                lessons.batch(position, picture -> model.features().orElseThrow().unseen(picture)));
    }

    private double ofSteps(StepTimes times) {
        long epoch = lessons.order().batchesAnEpoch();
        double ofEpoch =
                LongStream.range(0, epoch).mapToDouble(b -> times.batch(positions(b))).sum();
        double batches = (double) steps() * settings.batches().accumulate();
        return ofEpoch * batches / epoch + steps() * times.update();
    }

    /// Before the first step, every so many, and after the last.
    private long evaluations() {
        int every = settings.validation().every();
        return lessons.validation().size() == 0
                ? 0
                : 1 + steps() / every + (steps() % every == 0 ? 0 : 1);
    }

    /// Losses, and answers as long as those that are learnt, read anew for each word.
    private double ofEvaluation(StepTimes times) {
        var lengths = lessons.validation().lengths();
        double losses =
                lessons.validationBatches(settings.batches().size()).stream()
                        .mapToDouble(batch -> times.loss(positions(lengths, batch)))
                        .sum();
        long words =
                Math.min(
                        SampleAnswers.TOKENS,
                        lessons.training().targets() / lessons.training().size());
        int pictures =
                Math.min(settings.validation().pictures(), lessons.validation().pictures().size());
        return losses + pictures * words * times.word();
    }
}
