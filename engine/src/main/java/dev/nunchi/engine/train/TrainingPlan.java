package dev.nunchi.engine.train;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.model.ActivationMemory;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.model.TrainingGraphs;
import dev.nunchi.engine.model.WeightInput;

import java.util.List;
import java.util.Optional;

/// How a training step trades memory for time.
///
/// @param weights frozen weights as float32, or as the file's blocks, unpacked in every run
/// @param activations whether the backward pass computes a layer again
public record TrainingPlan(Precision weights, ActivationMemory activations) {
    /// The fastest first.
    public static final List<TrainingPlan> ALL =
            List.of(
                    new TrainingPlan(Precision.FLOAT32, ActivationMemory.KEEP),
                    new TrainingPlan(Precision.STORED, ActivationMemory.KEEP),
                    new TrainingPlan(Precision.FLOAT32, ActivationMemory.RECOMPUTE),
                    new TrainingPlan(Precision.STORED, ActivationMemory.RECOMPUTE));

    /// A batch's extents.
    ///
    /// @param size `B`
    /// @param length `S`
    public record BatchShape(int size, int length) {}

    /// Program, sessions and their code.
    private static final long BASE = 300L << 20;

    /// Arrays that the sessions hold at their peaks, by measurement: of the widths `D` and `F`, of
    /// the scores, of a layer's weights unpacked, and of a piece of the head.
    private static final Working KEEPING = new Working(10, 8);

    /// Fewer, for each session gives its memory back.
    private static final Working RECOMPUTING = new Working(5, 4);

    private record Working(int wideArrays, int scoreArrays) {}

    private static final int UNPACKED_LAYERS = 2;
    private static final int HEAD_ARRAYS = 4;

    /// The fastest plan that fits.
    ///
    /// @param free bytes that may be used
    /// @return empty if none fits
    /// @throws CheckpointException if a weight is missing
    public static Optional<TrainingPlan> choose(
            Checkpoint checkpoint, BatchShape batch, TrainableParts parts, long free)
            throws CheckpointException {
        for (var plan : ALL) {
            if (plan.canTrain(parts) && plan.bytes(checkpoint, batch, parts) <= free) {
                return Optional.of(plan);
            }
        }
        return Optional.empty();
    }

    /// Whether it leaves as floats what is to learn.
    public boolean canTrain(TrainableParts parts) {
        return weights == Precision.FLOAT32
                || !parts.whole().contains(TrainableParts.Part.LANGUAGE_MODEL);
    }

    /// Memory that a step takes at its peak, without the optimiser's, estimated:
    ///
    /// ```
    /// base + weights + learning + kept + working
    /// weights = Σ bytes of the weights' inputs
    /// learning = 8 · factors and projector's parameters + 4 · language model's, where they learn
    /// kept    = L · 4·B·S·(2D + (H + 2G)·E)                    inputs, queries, keys, values, sums
    ///         + L · 8·B·S·F + L · 4·B·H·S²                     if activations are kept
    /// working = 10 · 4·B·S·(D + F) + 8 · 4·B·H·S²              a layer's two passes if kept, else
    ///            5 · 4·B·S·(D + F) + 4 · 4·B·H·S²              one of them at a time
    ///         + 2 · 4 · parameters of a layer                      if weights are packed
    ///         + 4 · 64 MiB                                         a piece of the head
    /// ```
    public long bytes(Checkpoint checkpoint, BatchShape batch, TrainableParts parts)
            throws CheckpointException {
        var graphs = new TrainingGraphs(checkpoint, weights, parts.lora());
        var config = checkpoint.config().language();
        long language = bytes(graphs.headWeights(0, config.vocabSize()));
        long learning = 2 * bytes(graphs.projectorWeights());
        for (int i = 0; i < config.numLayers(); i++) {
            language += bytes(graphs.layerWeights(i));
            for (var factor : graphs.factors(i).values()) {
                learning += 8 * factor.count();
            }
        }
        if (parts.whole().contains(TrainableParts.Part.LANGUAGE_MODEL)) {
            long table = config.tiedHead() ? 0 : graphs.embeddingTable().bytes();
            learning += language + 2 * table;
        }
        return BASE
                + language
                + learning
                + config.numLayers() * keptBytes(config, batch)
                + workingBytes(config, batch);
    }

    private static long bytes(List<WeightInput> inputs) {
        return inputs.stream().mapToLong(WeightInput::bytes).sum();
    }

    private long keptBytes(LanguageConfig config, BatchShape batch) {
        long rows = (long) batch.size() * batch.length();
        long heads = (config.numHeads() + 2L * config.numKvHeads()) * config.headDim();
        long small = 4 * rows * (2L * config.hiddenSize() + heads);
        return switch (activations) {
            case RECOMPUTE -> small;
            case KEEP -> small + 8 * rows * config.intermediateSize() + scoreBytes(config, batch);
        };
    }

    private static long scoreBytes(LanguageConfig config, BatchShape batch) {
        return 4L * batch.size() * config.numHeads() * batch.length() * batch.length();
    }

    private long workingBytes(LanguageConfig config, BatchShape batch) {
        long rows = (long) batch.size() * batch.length();
        long wide = 4 * rows * (config.hiddenSize() + (long) config.intermediateSize());
        long unpacked =
                switch (weights) {
                    case FLOAT32 -> 0;
                    case STORED -> UNPACKED_LAYERS * 4 * parametersOfLayer(config);
                };
        var working =
                switch (activations) {
                    case KEEP -> KEEPING;
                    case RECOMPUTE -> RECOMPUTING;
                };
        return working.wideArrays() * wide
                + working.scoreArrays() * scoreBytes(config, batch)
                + unpacked
                + HEAD_ARRAYS * LossHead.PIECE_BYTES;
    }

    private static long parametersOfLayer(LanguageConfig config) {
        long width = config.hiddenSize();
        long queries = (long) config.numHeads() * config.headDim();
        long keys = (long) config.numKvHeads() * config.headDim();
        return width * (2 * queries + 2 * keys + 3L * config.intermediateSize());
    }
}
