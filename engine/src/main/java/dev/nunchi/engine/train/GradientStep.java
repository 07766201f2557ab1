package dev.nunchi.engine.train;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.model.TrainingGraphs;
import dev.nunchi.engine.model.TrainingNames;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// Loss and gradients of a batch: both training stages of [Visual Instruction
/// Tuning](https://arxiv.org/abs/2304.08485). The tower is frozen; what learns says
/// [TrainableParts].
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
    private final Workbench bench;
    private final TrainableParts parts;
    private final TrainingGraphs graphs;
    private final LayerStack layers;
    private final LossHead head;
    private final Optional<TrainableProjector> projector;
    private final TrainableEmbedding embedding;
    private final SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();

    /// What a step gave.
    ///
    /// @param loss mean cross-entropy over all targets of the batch
    /// @param targets how many there were
    /// @param gradients by parameter, as [GradientStep#parameters]; valid until the next step
    public record Result(double loss, int targets, SequencedMap<String, Tensor> gradients) {}

    /// What a batch costs.
    ///
    /// @param loss mean cross-entropy over all targets of the batch
    /// @param targets how many there were
    public record Evaluation(double loss, int targets) {}

    private GradientStep(
            Workbench bench, Checkpoint checkpoint, TrainingPlan plan, TrainableParts parts)
            throws EngineException {
        this.bench = bench;
        this.parts = parts;
        var config = checkpoint.config();
        graphs = new TrainingGraphs(checkpoint, plan.weights(), parts.lora());
        projector =
                config.projector().isPresent()
                        ? Optional.of(
                                new TrainableProjector(
                                        bench, graphs, PictureLayout.newline(checkpoint)))
                        : Optional.empty();
        int count = config.language().numLayers();
        layers = new LayerStack(bench, graphs, plan.activations(), parts, count);
        if (parts.whole().contains(TrainableParts.Part.LANGUAGE_MODEL)) {
            requireFloats(plan);
            var table = bench.parameter(graphs.embeddingTable());
            var matrix = isTied(graphs, table) ? table : bench.parameter(graphs.headMatrix());
            embedding = TrainableEmbedding.learning(checkpoint, table);
            head = LossHead.learning(bench, graphs, matrix);
            collect(List.of(table), layers.parameters(), head.parameters(), List.of(matrix));
        } else {
            embedding = TrainableEmbedding.frozen(checkpoint);
            head = LossHead.frozen(bench, graphs, checkpoint);
            collect(layers.parameters());
        }
    }

    private static void requireFloats(TrainingPlan plan) {
        if (plan.weights() != Precision.FLOAT32) {
            throw new IllegalArgumentException("weights in blocks cannot learn");
        }
    }

    private static boolean isTied(TrainingGraphs graphs, Parameter table) {
        return graphs.headName().equals(table.name());
    }

    @SafeVarargs
    private void collect(List<Parameter>... language) {
        if (learnsProjector()) {
            projector.orElseThrow().parameters().forEach(it -> parameters.put(it.name(), it));
        }
        for (var some : language) {
            some.forEach(it -> parameters.put(it.name(), it));
        }
    }

    private boolean learnsProjector() {
        return projector.isPresent() && parts.whole().contains(TrainableParts.Part.PROJECTOR);
    }

    /// Loads a model for training. Factors of updates start at zero, where nothing learns: see
    /// [LoraStart].
    ///
    /// @param scratch an empty folder for compiled graphs; may be deleted when the step is closed
    /// @throws IllegalArgumentException if weights are to learn that the plan leaves in blocks
    /// @throws EngineException if a tensor is missing or the memory is not there
    public static GradientStep open(
            Checkpoint checkpoint,
            InferenceRuntime runtime,
            TrainingPlan plan,
            TrainableParts parts,
            Path scratch)
            throws EngineException {
        var bench = new Workbench(runtime, scratch);
        boolean whole = false;
        try {
            var step = new GradientStep(bench, checkpoint, plan, parts);
            whole = true;
            return step;
        } finally {
            if (!whole) {
                bench.close();
            }
        }
    }

    /// The parameters in float32 by their names in the checkpoint, or
    /// `model.layers.0.….lora_A.weight` and `….lora_B.weight`: projector, embeddings, layers, norm,
    /// head. They live as long as the step and may be changed between runs.
    public SequencedMap<String, Tensor> parameters() {
        return hosts(Parameter::value);
    }

    private SequencedMap<String, Tensor> hosts(Function<Parameter, DeviceTensor> which) {
        var hosts = new LinkedHashMap<String, Tensor>();
        parameters.forEach((name, it) -> hosts.put(name, which.apply(it).host()));
        return Collections.unmodifiableSequencedMap(hosts);
    }

    /// Runs a batch forwards and backwards.
    ///
    /// @throws IllegalArgumentException if the model has no projector but the batch has pictures
    /// @throws EngineException if the device failed; the next step may succeed
    public Result run(TrainingBatch batch) throws EngineException {
        return cleanly(() -> {
            var around = surroundings(batch, rowsOf(batch.targets()));
            embedding.clearGradient();
            var last = layers.forward(embedded(batch), around);
            var loss = head.loss(last, batch.targets());
            bench.activations().give(last);
            backward(batch, loss.gradient());
            around.values().forEach(bench.activations()::give);
            return new Result(loss.value(), batch.targets().size(), hosts(Parameter::gradient));
        });
    }

    /// Runs a batch forwards, which takes a third of the time.
    ///
    /// @throws IllegalArgumentException as [#run]
    /// @throws EngineException as [#run]
    public Evaluation evaluate(TrainingBatch batch) throws EngineException {
        return cleanly(() -> {
            var last = last(batch, rowsOf(batch.targets()));
            double loss = head.evaluate(last, batch.targets());
            bench.activations().give(last);
            return new Evaluation(loss, batch.targets().size());
        });
    }

    private static int[] rowsOf(List<TrainingBatch.Target> targets) {
        return targets.stream().mapToInt(TrainingBatch.Target::row).toArray();
    }

    /// What the model expects after an example's last position, `[V]`.
    ///
    /// @param example its index in the batch
    /// @throws EngineException as [#run]
    public float[] lastLogits(TrainingBatch batch, int example) throws EngineException {
        return cleanly(() -> {
            int end = example * batch.length() + batch.examples().get(example).length() - 1;
            var last = last(batch, new int[] {end});
            var logits = head.logits(last);
            bench.activations().give(last);
            return logits;
        });
    }

    private DeviceTensor last(TrainingBatch batch, int[] rows) throws EngineException {
        var around = surroundings(batch, rows);
        var last = layers.evaluate(embedded(batch), around);
        around.values().forEach(bench.activations()::give);
        return last;
    }

    private interface Work<T> {
        T run() throws EngineException;
    }

    /// Leaves no activation lent when something fails.
    private <T> T cleanly(Work<T> work) throws EngineException {
        boolean whole = false;
        try {
            var result = work.run();
            whole = true;
            return result;
        } finally {
            if (!whole) {
                bench.activations().clear();
            }
        }
    }

    private DeviceTensor embedded(TrainingBatch batch) throws EngineException {
        var hidden = bench.activations().take(shape(batch));
        embedding.forward(batch, hidden.host());
        var pictures = batch.pictures();
        if (projector.isPresent()) {
            projector.get().forward(pictures, hidden.host());
        } else if (!pictures.isEmpty()) {
            throw new IllegalArgumentException("a model without projector is given pictures");
        }
        return hidden;
    }

    private Shape shape(TrainingBatch batch) {
        return Shape.of(batch.size(), batch.length(), embedding.width());
    }

    /// @param gradient of the last layer's output; taken
    private void backward(TrainingBatch batch, DeviceTensor gradient) throws EngineException {
        var pictures = batch.pictures();
        boolean toPictures = learnsProjector() && !pictures.isEmpty();
        if (toPictures || embedding.learns()) {
            var embeddings = layers.backward(gradient);
            embedding.backward(batch, embeddings.host());
            if (toPictures) {
                projector.orElseThrow().backward(pictures, embeddings.host());
            }
            bench.activations().give(embeddings);
        } else if (layers.parameters().isEmpty()) {
            layers.forget();
            bench.activations().give(gradient);
        } else {
            layers.backwardToParameters(gradient);
        }
        if (learnsProjector() && pictures.isEmpty()) {
            projector.orElseThrow().parameters().forEach(Parameter::clearGradient);
        }
    }

    /// What layers are given besides their input.
    ///
    /// @param rows those of the last layer that are wanted, among all `B·S`
    private Map<String, DeviceTensor> surroundings(TrainingBatch batch, int[] rows)
            throws DeviceException {
        bench.activations().tidy();
        var around = new HashMap<>(graphs.surroundings(batch.length()));
        var places = new long[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            places[2 * i] = rows[i] / batch.length();
            places[2 * i + 1] = rows[i] % batch.length();
        }
        around.put(TrainingNames.PLACES, Tensor.ofLongs(Shape.of(rows.length, 2), places));
        var placed = new HashMap<String, DeviceTensor>();
        for (var it : around.entrySet()) {
            var tensor = bench.activations().take(it.getValue().dtype(), it.getValue().shape());
            tensor.fill(it.getValue());
            placed.put(it.getKey(), tensor);
        }
        return placed;
    }

    @Override
    public void close() {
        bench.close();
    }
}
