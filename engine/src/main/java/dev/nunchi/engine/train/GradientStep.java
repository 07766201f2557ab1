package dev.nunchi.engine.train;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.model.TrainingGraphs;
import dev.nunchi.engine.model.TrainingNames;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/// Loss and projector gradients of a batch: the first training stage of [Visual Instruction
/// Tuning](https://arxiv.org/abs/2304.08485), where tower and language model are frozen.
///
/// ```
/// rows of pictures ─ projector ─┐
/// token embeddings ─────────────┴─ layer ─ layer ─ … ─ loss
///            gradients ◄─ projector ◄ layer ◄ layer ◄ … ◄─┘
/// ```
///
/// The layers run one after another through one pair of sessions, so peak memory hardly grows with
/// their number. Owns sessions, weights and activations, not the checkpoint, which must stay open.
/// Confined to one thread.
public final class GradientStep implements AutoCloseable {
    /// Added to the score of a position that must not be seen.
    private static final float OUT_OF_SIGHT = -1e30f;

    private final Workbench bench;
    private final LayerStack layers;
    private final LossHead head;
    private final Optional<TrainableProjector> projector;
    private final TokenEmbedding embedding;
    private Shape lastShape = Shape.of();

    /// What a step gave.
    ///
    /// @param loss mean cross-entropy over all targets of the batch
    /// @param targets how many there were
    /// @param gradients by the projector's parameter; valid until the next step. Empty if the model
    ///   has no projector
    public record Result(double loss, int targets, SequencedMap<String, Tensor> gradients) {}

    private GradientStep(Workbench bench, Checkpoint checkpoint, TrainingPlan plan)
            throws EngineException {
        this.bench = bench;
        var config = checkpoint.config();
        var graphs = new TrainingGraphs(checkpoint, plan.weights());
        embedding = new TokenEmbedding(checkpoint);
        projector =
                config.projector().isPresent()
                        ? Optional.of(new TrainableProjector(bench, graphs))
                        : Optional.empty();
        int count = config.language().numLayers();
        layers = new LayerStack(bench, graphs, plan.activations(), count);
        head = new LossHead(bench, graphs, checkpoint);
    }

    /// Loads a model for training.
    ///
    /// @param scratch an empty folder for compiled graphs; may be deleted when the step is closed
    /// @throws EngineException if a tensor is missing or the memory is not there
    public static GradientStep open(
            Checkpoint checkpoint, InferenceRuntime runtime, TrainingPlan plan, Path scratch)
            throws EngineException {
        var bench = new Workbench(runtime, scratch);
        boolean whole = false;
        try {
            var step = new GradientStep(bench, checkpoint, plan);
            whole = true;
            return step;
        } finally {
            if (!whole) {
                bench.close();
            }
        }
    }

    /// The projector's parameters by name, to be changed between steps; they live as long as the
    /// step.
    public SequencedMap<String, Tensor> parameters() {
        return projector.map(p -> hosts(p.parameters())).orElseGet(LinkedHashMap::new);
    }

    private static SequencedMap<String, Tensor> hosts(Map<String, DeviceTensor> tensors) {
        var hosts = new LinkedHashMap<String, Tensor>();
        tensors.forEach((name, tensor) -> hosts.put(name, tensor.host()));
        return Collections.unmodifiableSequencedMap(hosts);
    }

    /// Runs a batch forwards and, if the model has a projector, backwards.
    ///
    /// @throws IllegalArgumentException if the model has no projector but the batch has pictures
    /// @throws EngineException if the device failed; the next step may succeed
    public Result run(TrainingBatch batch) throws EngineException {
        boolean whole = false;
        try {
            var result = step(batch);
            whole = true;
            return result;
        } finally {
            if (!whole) {
                bench.activations().clear();
            }
        }
    }

    private Result step(TrainingBatch batch) throws EngineException {
        var pool = bench.activations();
        var shape = Shape.of(batch.size(), batch.length(), embedding.hiddenSize());
        if (!shape.equals(lastShape)) {
            pool.clear();
            lastShape = shape;
        }
        var surroundings = surroundings(batch.length());
        var last = layers.forward(embedded(batch, shape), surroundings);
        var targets = batch.targets();
        var loss = head.loss(last, targets);
        pool.give(last);
        var gradients = backward(batch, loss.gradient(), surroundings);
        surroundings.values().forEach(pool::give);
        return new Result(loss.value(), targets.size(), gradients);
    }

    private DeviceTensor embedded(TrainingBatch batch, Shape shape) throws EngineException {
        var hidden = bench.activations().take(shape);
        embed(batch, hidden.host());
        var pictures = batch.pictures();
        if (projector.isPresent()) {
            projector.get().forward(pictures, hidden.host());
        } else if (!pictures.isEmpty()) {
            throw new IllegalArgumentException("a model without projector is given pictures");
        }
        return hidden;
    }

    private SequencedMap<String, Tensor> backward(
            TrainingBatch batch, DeviceTensor gradient, Map<String, DeviceTensor> surroundings)
            throws EngineException {
        if (projector.isEmpty()) {
            layers.forget();
            bench.activations().give(gradient);
            return new LinkedHashMap<>();
        }
        var embeddings = layers.backward(gradient, surroundings);
        projector.get().backward(batch.pictures(), embeddings.host());
        bench.activations().give(embeddings);
        return hosts(projector.get().gradients());
    }

    private void embed(TrainingBatch batch, Tensor hidden) {
        var row = new float[embedding.hiddenSize()];
        for (int b = 0; b < batch.size(); b++) {
            var ids = batch.examples().get(b).words();
            for (int t = 0; t < batch.length(); t++) {
                // Padding may be any word: no target sees it.
                embedding.lookup(new int[] {t < ids.length ? ids[t] : 0}, row);
                hidden.write((long) (b * batch.length() + t) * row.length, row, 0, row.length);
            }
        }
    }

    /// Positions, and the bias that lets each see itself and those before it.
    private Map<String, DeviceTensor> surroundings(int length) throws DeviceException {
        var positions = bench.activations().take(DType.I64, Shape.of(1, length));
        positions.fill(Tensor.ofLongs(positions.shape(), LongStream.range(0, length).toArray()));
        var bias = bench.activations().take(Shape.of(1, 1, length, length));
        var values = new float[length * length];
        for (int i = 0; i < length; i++) {
            for (int j = i + 1; j < length; j++) {
                values[i * length + j] = OUT_OF_SIGHT;
            }
        }
        bias.fill(Tensor.ofFloats(bias.shape(), values));
        return Map.of(TrainingNames.POSITION_IDS, positions, TrainingNames.ATTENTION_BIAS, bias);
    }

    @Override
    public void close() {
        bench.close();
    }
}
