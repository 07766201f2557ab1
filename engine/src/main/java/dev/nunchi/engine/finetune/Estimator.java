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
import dev.nunchi.engine.train.SeenPicture;
import dev.nunchi.engine.train.TrainableParts;
import dev.nunchi.engine.train.TrainingPlan;
import dev.nunchi.engine.train.TrainingPlan.BatchShape;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// What a run will take.
///
/// Memory is [TrainingPlan#bytes] and the optimiser's arrays. Time is measured: two batches of the
/// run, one of short and one of long samples, and a line through them over all batches' positions.
record Estimator(TrainingModel model, Lessons lessons, RunSettings settings) {
    /// Left to the system and to other programs.
    private static final double USABLE = 0.9;

    /// Sum of the gradients and two moments, float32.
    private static final int OPTIMIZER_BYTES = 12;

    /// Looked at to measure.
    private static final int PICTURES = 3;

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

    /// With times.
    ///
    /// @return empty if it was cancelled
    Optional<RunEstimate> measure(Progress progress, CancelToken cancel) throws EngineException {
        var estimate = unmeasured(plan(size()).orElse(smallest()));
        if (!estimate.fits()) {
            return Optional.of(estimate);
        }
        double ofFeatures = featureSeconds(cancel);
        progress.report(Stage.MEASURING_STEPS, 0, 0);
        var work = new Learner.Work(settings, estimate.steps(), estimate.plan());
        try (var learner = Learner.open(model.checkpoint(), model.runtime(), work)) {
            var line = line(learner, cancel);
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
            return Optional.of(estimate.withTimes(seconds(line), ofFeatures));
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

    /// Seconds of a batch: `fixed + slope · positions`, padding counted.
    private record Line(double fixed, double slope) {
        double at(long positions) {
            return fixed + slope * positions;
        }
    }

    private Line line(Learner learner, CancelToken cancel) throws EngineException {
        var order = lessons.order();
        var sorted =
                LongStream.range(0, order.batchesAnEpoch())
                        .boxed()
                        .sorted((a, b) -> Long.compare(positions(a), positions(b)))
                        .toList();
        long few = sorted.get(sorted.size() / 4);
        long many = sorted.get(sorted.size() * 3 / 4);
        double ofMany = seconds(learner, many, cancel);
        if (positions(few) == positions(many)) {
            return new Line(0, ofMany / positions(many));
        }
        double ofFew = seconds(learner, few, cancel);
        double slope = Math.max(0, (ofMany - ofFew) / (positions(many) - positions(few)));
        return new Line(ofMany - slope * positions(many), slope);
    }

    private long positions(long batch) {
        var lengths = lessons.training().lengths();
        var samples = lessons.order().batch(batch);
        int longest = IntStream.of(samples).map(i -> lengths[i]).max().orElse(0);
        return (long) longest * samples.length;
    }

    /// The second run of a batch: the first one makes room for its shape.
    private double seconds(Learner learner, long position, CancelToken cancel)
            throws EngineException {
        var batch = lessons.batch(position, this::unseen);
        long start = System.nanoTime();
        for (int i = 0; i < 2 && !cancel.isCancelled(); i++) {
            start = System.nanoTime();
            learner.begin();
            learner.add(batch);
        }
        return (System.nanoTime() - start) / NANOS;
    }

    private SeenPicture unseen(Path picture) throws EngineException {
        return model.features().orElseThrow().unseen(picture);
    }

    private double seconds(Line line) {
        long epoch = lessons.order().batchesAnEpoch();
        double ofEpoch = LongStream.range(0, epoch).mapToDouble(b -> line.at(positions(b))).sum();
        double batches = (double) steps() * settings.batches().accumulate();
        return ofEpoch * batches / epoch;
    }
}
