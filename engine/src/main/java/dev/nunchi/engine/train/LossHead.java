package dev.nunchi.engine.train;

import dev.nunchi.engine.autodiff.Backward;
import dev.nunchi.engine.checkpoint.Checkpoint;
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
import java.util.Optional;

/// Final norm, head and mean cross-entropy, and their gradient.
///
/// With `l = h·Wᵀ` and target `t`: `loss = mean(ln Σ exp l − l_t)` and `dh = (softmax(l)·W − W_t) /
/// targets`. The head is taken in pieces of the vocabulary, see [TrainingGraphs#head()]; `W_t` is
/// read from the checkpoint.
final class LossHead {
    /// Float32 weights of a piece: a working memory that large vocabularies do not exceed.
    static final long PIECE_BYTES = 64L << 20;

    private static final String HEAD_INPUT = "lm_head.weight";

    private final TensorPool pool;
    private final RowTable head;
    private final CompiledGraph norm;
    private final CompiledGraph normBackward;
    private final CompiledGraph piece;
    private final Map<String, DeviceTensor> normWeights;
    private final List<Map<String, DeviceTensor>> pieces = new ArrayList<>();

    /// The pieces' gradients, where the head learns.
    private final List<DeviceTensor> gradients = new ArrayList<>();

    private final Optional<Learning> learning;
    private final int width;

    /// What the head needs where its weights learn.
    ///
    /// @param matrix the head's, or the embedding table where it is tied
    private record Learning(List<Parameter> norms, Parameter matrix, CompiledGraph gradient) {}

    /// A loss and the gradient of what it was computed from.
    ///
    /// @param gradient `[rows, D]` of the pool, scaled by [GradientScale]
    record Loss(double value, DeviceTensor gradient) {}

    private LossHead(
            Workbench bench, TrainingGraphs graphs, RowTable head, Optional<Parameter> matrix)
            throws EngineException {
        pool = bench.activations();
        this.head = head;
        width = head.width();
        var forward = graphs.finalNorm();
        norm = bench.compile(forward);
        normWeights = bench.load(graphs.finalNormWeights());
        piece = bench.compile(graphs.head());
        var wanted = new ArrayList<>(List.of(TrainingNames.HIDDEN));
        if (matrix.isPresent()) {
            wanted.addAll(normWeights.keySet());
            var norms = new ArrayList<Parameter>();
            for (var weight : normWeights.entrySet()) {
                norms.add(bench.parameter(weight.getKey(), weight.getValue()));
            }
            var gradient = bench.compile(graphs.headGradient());
            learning = Optional.of(new Learning(norms, matrix.get(), gradient));
        } else {
            learning = Optional.empty();
        }
        normBackward =
                bench.compile(Backward.of(forward, wanted, List.of(TrainingNames.HIDDEN_OUT)));
    }

    /// A head that is frozen, in pieces.
    static LossHead frozen(Workbench bench, TrainingGraphs graphs, Checkpoint checkpoint)
            throws EngineException {
        var table = RowTable.of(checkpoint.tensor(graphs.headName()));
        var made = new LossHead(bench, graphs, table, Optional.empty());
        int step = rowsOfPiece(table.width());
        for (int from = 0; from < table.rows(); from += step) {
            int to = Math.min(table.rows(), from + step);
            made.pieces.add(bench.load(graphs.headWeights(from, to)));
        }
        return made;
    }

    /// A head and a norm that learn.
    ///
    /// @param matrix the head's, or the embedding table where it is tied
    static LossHead learning(Workbench bench, TrainingGraphs graphs, Parameter matrix)
            throws EngineException {
        var table = RowTable.of(matrix.value().host());
        var made = new LossHead(bench, graphs, table, Optional.of(matrix));
        int step = rowsOfPiece(table.width());
        for (int from = 0; from < table.rows(); from += step) {
            int to = Math.min(table.rows(), from + step);
            made.pieces.add(Map.of(HEAD_INPUT, bench.rows(matrix.value(), from, to)));
            made.gradients.add(bench.rows(matrix.gradient(), from, to));
        }
        return made;
    }

    /// The norm's, where it learns; the matrix is its owner's.
    List<Parameter> parameters() {
        return learning.map(Learning::norms).orElse(List.of());
    }

    /// Rows of the vocabulary that a run takes.
    static int rowsOfPiece(int width) {
        return Math.toIntExact(Math.max(1, PIECE_BYTES / (4L * width)));
    }

    /// Loss and gradients; those of parameters are filled, not added to.
    ///
    /// @param rows `[rows, D]`: the last layer's output before each target
    Loss loss(DeviceTensor rows, List<TrainingBatch.Target> targets) throws EngineException {
        var normed = normed(rows);
        var softmax = softmax(normed);
        if (learning.isPresent()) {
            headGradient(learning.get(), softmax, normed, targets);
        }
        // The normed rows are not needed any more: their gradient takes their place.
        double loss = finish(softmax, targets, normed.host());
        var gradient = pool.take(rows.shape());
        normBackward(rows, normed, gradient);
        pool.give(normed);
        return new Loss(loss, gradient);
    }

    /// The loss alone.
    ///
    /// @param rows as in [#loss]
    double evaluate(DeviceTensor rows, List<TrainingBatch.Target> targets) throws EngineException {
        var normed = normed(rows);
        double loss = finish(softmax(normed), targets, normed.host());
        pool.give(normed);
        return loss;
    }

    /// @param row `[1, D]` of the last layer
    /// @return `[V]`
    float[] logits(DeviceTensor row) throws EngineException {
        var normed = normed(row);
        var logits = new float[head.rows()];
        int from = 0;
        for (var weights : pieces) {
            int count = Math.toIntExact(weights.values().iterator().next().shape().dim(0));
            var some = pool.take(Shape.of(1, count));
            var given = new HashMap<String, DeviceTensor>(weights);
            given.put(TrainingNames.HIDDEN, normed);
            piece.run(given, Map.of(TrainingNames.LOGITS, some));
            some.host().read(0, logits, from, count);
            from += count;
            pool.give(some);
        }
        pool.give(normed);
        return logits;
    }

    private DeviceTensor normed(DeviceTensor rows) throws EngineException {
        var normed = pool.take(rows.shape());
        var given = new HashMap<String, DeviceTensor>(normWeights);
        given.put(TrainingNames.HIDDEN, rows);
        norm.run(given, Map.of(TrainingNames.HIDDEN_OUT, normed));
        return normed;
    }

    private void normBackward(DeviceTensor rows, DeviceTensor seed, DeviceTensor gradient)
            throws EngineException {
        var given = new HashMap<String, DeviceTensor>(normWeights);
        given.put(TrainingNames.HIDDEN, rows);
        given.put(Backward.gradientOf(TrainingNames.HIDDEN_OUT), seed);
        var outputs = new HashMap<>(Map.of(Backward.gradientOf(TrainingNames.HIDDEN), gradient));
        for (var it : parameters()) {
            outputs.put(Backward.gradientOf(it.name()), it.gradient());
        }
        normBackward.run(given, outputs);
        parameters().forEach(it -> GradientScale.remove(it.gradient().host()));
    }

    /// `(softmax(l) − one-hot)ᵀ · h / targets`.
    private void headGradient(
            Learning it,
            SoftmaxSum softmax,
            DeviceTensor normed,
            List<TrainingBatch.Target> targets)
            throws EngineException {
        var logSum = pool.take(Shape.of(targets.size(), 1));
        var sums = new float[targets.size()];
        for (int r = 0; r < sums.length; r++) {
            sums[r] = (float) softmax.logSum(r);
        }
        logSum.host().write(0, sums, 0, sums.length);
        for (int i = 0; i < pieces.size(); i++) {
            var given = new HashMap<String, DeviceTensor>(pieces.get(i));
            given.put(TrainingNames.HIDDEN, normed);
            given.put(TrainingNames.LOG_SUM, logSum);
            it.gradient().run(given, Map.of(TrainingNames.HEAD_GRADIENT, gradients.get(i)));
        }
        pool.give(logSum);
        var rows = new RowSum(it.matrix().gradient().host());
        for (int r = 0; r < targets.size(); r++) {
            rows.add(targets.get(r).id(), normed.host(), r, -1);
        }
        rows.scale(1f / targets.size());
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
            head.read(targets.get(r).id(), target);
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
}
