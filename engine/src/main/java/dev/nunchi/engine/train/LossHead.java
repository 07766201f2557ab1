package dev.nunchi.engine.train;

import dev.nunchi.engine.autodiff.Backward;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.TrainingGraphs;
import dev.nunchi.engine.model.TrainingNames;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Final norm, head and mean cross-entropy, and their gradient; computed for the rows before
/// targets only.
///
/// With `l = h·Wᵀ` and target `t`: `loss = mean(ln Σ exp l − l_t)` and `dh = (softmax(l)·W − W_t) /
/// targets`. The head is taken in pieces of the vocabulary, see [TrainingGraphs#head()]; `W_t` is
/// read from the checkpoint.
final class LossHead {
    /// Float32 weights of a piece: a working memory that large vocabularies do not exceed.
    static final long PIECE_BYTES = 64L << 20;

    private final TensorPool pool;
    private final StoredTensor head;
    private final CompiledGraph norm;
    private final CompiledGraph normBackward;
    private final CompiledGraph piece;
    private final Map<String, DeviceTensor> normWeights;
    private final List<Map<String, DeviceTensor>> pieces = new ArrayList<>();
    private final int width;

    /// A loss and the gradient of what it was computed from.
    ///
    /// @param gradient `[B, S, D]` of the pool, scaled by [GradientScale]
    record Loss(double value, DeviceTensor gradient) {}

    LossHead(Workbench bench, TrainingGraphs graphs, Checkpoint checkpoint) throws EngineException {
        pool = bench.activations();
        head = checkpoint.tensor(graphs.headName());
        width = Math.toIntExact(head.rowElements());
        var forward = graphs.finalNorm();
        norm = bench.compile(forward);
        normBackward =
                bench.compile(
                        Backward.of(
                                forward,
                                List.of(TrainingNames.HIDDEN),
                                List.of(TrainingNames.HIDDEN_OUT)));
        normWeights = bench.load(graphs.finalNormWeights());
        piece = bench.compile(graphs.head());
        int rows = Math.toIntExact(head.rows());
        int step = rowsOfPiece(width);
        for (int from = 0; from < rows; from += step) {
            pieces.add(bench.load(graphs.headWeights(from, Math.min(rows, from + step))));
        }
    }

    /// Rows of the vocabulary that a run takes.
    static int rowsOfPiece(int width) {
        return Math.toIntExact(Math.max(1, PIECE_BYTES / (4L * width)));
    }

    /// @param hidden `[B, S, D]` of the last layer
    Loss loss(DeviceTensor hidden, List<TrainingBatch.Target> targets) throws EngineException {
        var shape = Shape.of(targets.size(), width);
        var rows = pool.take(shape);
        var normed = pool.take(shape);
        copyRows(hidden.host(), targets, rows.host());
        var given = new HashMap<String, DeviceTensor>(normWeights);
        given.put(TrainingNames.HIDDEN, rows);
        norm.run(given, Map.of(TrainingNames.HIDDEN_OUT, normed));

        var softmax = softmax(normed);
        // The normed rows are not needed any more: their gradient takes their place.
        double loss = finish(softmax, targets, normed.host());
        given.put(Backward.gradientOf(TrainingNames.HIDDEN_OUT), normed);
        var gradient = pool.take(shape);
        normBackward.run(given, Map.of(Backward.gradientOf(TrainingNames.HIDDEN), gradient));
        var whole = pool.take(hidden.shape());
        spreadRows(gradient.host(), targets, whole.host());
        List.of(rows, normed, gradient).forEach(pool::give);
        return new Loss(loss, whole);
    }

    private SoftmaxSum softmax(DeviceTensor normed) throws EngineException {
        int rows = Math.toIntExact(normed.shape().dim(0));
        var result = new SoftmaxSum(rows, width);
        var maximum = pool.take(Shape.of(rows, 1));
        var sum = pool.take(Shape.of(rows, 1));
        var weighted = pool.take(normed.shape());
        var outputs =
                Map.of(
                        TrainingNames.MAXIMUM, maximum,
                        TrainingNames.SUM, sum,
                        TrainingNames.WEIGHTED, weighted);
        for (var weights : pieces) {
            var given = new HashMap<String, DeviceTensor>(weights);
            given.put(TrainingNames.HIDDEN, normed);
            piece.run(given, outputs);
            result.add(
                    maximum.host().toFloats(), sum.host().toFloats(), weighted.host().toFloats());
        }
        outputs.values().forEach(pool::give);
        return result;
    }

    /// The loss; replaces each normed row by its scaled gradient.
    private double finish(SoftmaxSum softmax, List<TrainingBatch.Target> targets, Tensor normed) {
        var row = new float[width];
        var target = new float[width];
        double sum = 0;
        double share = (double) GradientScale.FACTOR / targets.size();
        for (int r = 0; r < targets.size(); r++) {
            head.readRow(targets.get(r).id(), target, 0);
            normed.read((long) r * width, row, 0, width);
            double logit = 0;
            for (int i = 0; i < width; i++) {
                logit += (double) row[i] * target[i];
                row[i] = (float) ((softmax.expectation(r, i) - target[i]) * share);
            }
            sum += softmax.logSum(r) - logit;
            normed.write((long) r * width, row, 0, width);
        }
        return sum / targets.size();
    }

    private void copyRows(Tensor hidden, List<TrainingBatch.Target> targets, Tensor into) {
        var row = new float[width];
        for (int r = 0; r < targets.size(); r++) {
            hidden.read((long) targets.get(r).row() * width, row, 0, width);
            into.write((long) r * width, row, 0, width);
        }
    }

    private void spreadRows(Tensor gradient, List<TrainingBatch.Target> targets, Tensor into) {
        var row = new float[width];
        for (long r = 0; r < into.shape().count() / width; r++) {
            into.write(r * width, row, 0, width);
        }
        for (int r = 0; r < targets.size(); r++) {
            gradient.read((long) r * width, row, 0, width);
            into.write((long) targets.get(r).row() * width, row, 0, width);
        }
    }
}
