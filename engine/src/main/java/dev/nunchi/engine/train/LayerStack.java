package dev.nunchi.engine.train;

import dev.nunchi.engine.autodiff.Backward;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.model.ActivationMemory;
import dev.nunchi.engine.model.TrainingGraphs;
import dev.nunchi.engine.model.TrainingNames;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.tensor.Shape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The decoder layers: one forward and one backward session for all layers of a form, and a pair
/// for the last layer, which computes its attention's and MLP's output for the wanted rows only.
///
/// Each session owns an arena of working memory, so a pair for every layer would take as many times
/// the memory.
final class LayerStack {
    private static final String OUTPUT_GRADIENT = Backward.gradientOf(TrainingNames.HIDDEN_OUT);
    private static final String INPUT_GRADIENT = Backward.gradientOf(TrainingNames.HIDDEN);

    /// The graphs of layers of a form.
    ///
    /// @param lowest the backward pass of a layer below which nothing learns
    private record Graphs(
            CompiledGraph forward, CompiledGraph backward, Optional<CompiledGraph> lowest) {}

    /// @param weights all that the graphs are given, parameters too
    /// @param learning parameters by the graphs' inputs
    /// @param bias which of the biases around it the layer is given
    private record Layer(
            Graphs graphs,
            Map<String, DeviceTensor> weights,
            Map<String, Parameter> learning,
            String bias) {}

    private final Workbench bench;
    private final TensorPool pool;
    private final List<Layer> layers = new ArrayList<>();

    /// What each layer of the running step was given and has kept, the last layer's on top.
    private final Deque<Map<String, DeviceTensor>> kept = new ArrayDeque<>();

    private final ActivationMemory memory;

    /// Layers with a neighbour of another form, or none.
    private final Set<Layer> endsSeries = Collections.newSetFromMap(new IdentityHashMap<>());

    private Map<String, DeviceTensor> surroundings = Map.of();

    /// @param count how many layers the model has
    LayerStack(
            Workbench bench,
            TrainingGraphs graphs,
            ActivationMemory memory,
            TrainableParts parts,
            int count)
            throws EngineException {
        this.bench = bench;
        this.memory = memory;
        pool = bench.activations();
        var compiled = new HashMap<TrainingGraphs.LayerForm, Graphs>();
        for (int i = 0; i < count; i++) {
            var weights = bench.load(graphs.layerWeights(i));
            var learning = learning(graphs, parts, weights, i);
            if (i == count - 1) {
                var last = compile(graphs.lastLayer(memory), List.copyOf(learning.keySet()));
                layers.add(new Layer(last, weights, learning, graphs.biasName(i)));
                break;
            }
            var form = graphs.layerForm(i);
            if (!compiled.containsKey(form)) {
                compiled.put(
                        form, compile(graphs.layer(i, memory), List.copyOf(learning.keySet())));
            }
            layers.add(new Layer(compiled.get(form), weights, learning, graphs.biasName(i)));
        }
        for (int i = 0; i < count; i++) {
            if (i == 0 || !shareSessions(layers.get(i - 1), layers.get(i))) {
                endsSeries.add(layers.get(i));
                endsSeries.add(layers.get(Math.max(i - 1, 0)));
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same sessions, not equal ones
    private static boolean shareSessions(Layer one, Layer other) {
        return one.graphs() == other.graphs();
    }

    /// The layer's parameters; adds factors to the weights.
    private SequencedMap<String, Parameter> learning(
            TrainingGraphs graphs,
            TrainableParts parts,
            Map<String, DeviceTensor> weights,
            int layer)
            throws EngineException {
        var learning = new LinkedHashMap<String, Parameter>();
        if (parts.whole().contains(TrainableParts.Part.LANGUAGE_MODEL)) {
            for (var weight : weights.entrySet()) {
                String name = TrainingGraphs.nameOf(weight.getKey(), layer);
                learning.put(weight.getKey(), bench.parameter(name, weight.getValue()));
            }
        }
        for (var factor : graphs.factors(layer).entrySet()) {
            String name = TrainingGraphs.nameOf(factor.getKey(), layer);
            var parameter = bench.parameter(name, factor.getValue());
            weights.put(factor.getKey(), parameter.value());
            learning.put(factor.getKey(), parameter);
        }
        return learning;
    }

    private Graphs compile(Graph graph, List<String> learning) throws EngineException {
        var wanted = new ArrayList<>(learning);
        wanted.add(TrainingNames.HIDDEN);
        Optional<CompiledGraph> lowest =
                learning.isEmpty()
                        ? Optional.empty()
                        : Optional.of(bench.compile(backward(graph, learning)));
        return new Graphs(bench.compile(graph), bench.compile(backward(graph, wanted)), lowest);
    }

    private static Graph backward(Graph graph, List<String> wanted) {
        var inner = new ArrayList<String>();
        graph.outputs().forEach(output -> inner.add(output.name()));
        inner.remove(TrainingNames.HIDDEN_OUT);
        return Backward.of(graph, wanted, List.of(TrainingNames.HIDDEN_OUT), inner);
    }

    /// All layers' parameters, from the first layer to the last.
    List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.learning().values().stream()).toList();
    }

    /// Runs all layers.
    ///
    /// @param embeddings `[B, S, D]` of the pool; given back with the backward pass
    /// @param around bias, angles and wanted rows; in use until the backward pass is over
    /// @return `[rows, D]` of the pool, the caller's to give back
    DeviceTensor forward(DeviceTensor embeddings, Map<String, DeviceTensor> around)
            throws EngineException {
        kept.clear();
        surroundings = around;
        var hidden = embeddings;
        for (var layer : layers) {
            var frame = new HashMap<>(Map.of(TrainingNames.HIDDEN, hidden));
            var saved = saved(layer.graphs().forward(), hidden.shape());
            hidden = forward(layer, frame, saved);
            frame.putAll(saved);
            kept.push(frame);
        }
        return hidden;
    }

    /// Runs all layers where no backward pass follows.
    ///
    /// @param embeddings `[B, S, D]` of the pool; taken
    /// @param around as in [#forward]
    /// @return `[rows, D]` of the pool, the caller's to give back
    DeviceTensor evaluate(DeviceTensor embeddings, Map<String, DeviceTensor> around)
            throws EngineException {
        surroundings = around;
        var hidden = embeddings;
        for (var layer : layers) {
            var next = forward(layer, Map.of(TrainingNames.HIDDEN, hidden), Map.of());
            pool.give(hidden);
            hidden = next;
        }
        return hidden;
    }

    private DeviceTensor forward(
            Layer layer, Map<String, DeviceTensor> frame, Map<String, DeviceTensor> saved)
            throws EngineException {
        var forward = layer.graphs().forward();
        var next = take(forward, TrainingNames.HIDDEN_OUT, hiddenOf(frame).shape());
        var outputs = new HashMap<>(saved);
        outputs.put(TrainingNames.HIDDEN_OUT, next);
        run(forward, layer, given(layer, frame), outputs);
        return next;
    }

    /// What the frame's layer was given.
    private static DeviceTensor hiddenOf(Map<String, DeviceTensor> frame) {
        return Objects.requireNonNull(frame.get(TrainingNames.HIDDEN));
    }

    /// Places for the activations that the forward graph hands out besides its result.
    private Map<String, DeviceTensor> saved(CompiledGraph graph, Shape hidden)
            throws DeviceException {
        var saved = new HashMap<String, DeviceTensor>();
        for (String name : graph.outputs()) {
            if (!name.equals(TrainingNames.HIDDEN_OUT)) {
                saved.put(name, take(graph, name, hidden));
            }
        }
        return saved;
    }

    private DeviceTensor take(CompiledGraph graph, String output, Shape hidden)
            throws DeviceException {
        var wanted = Objects.requireNonNull(surroundings.get(TrainingNames.PLACES));
        long rows = wanted.shape().dim(0);
        var extents =
                Map.of("B", (int) hidden.dim(0), "S", (int) hidden.dim(1), "rows", (int) rows);
        return pool.take(graph.shapeOf(output, extents));
    }

    private Map<String, DeviceTensor> given(Layer layer, Map<String, DeviceTensor> frame) {
        var given = new HashMap<>(frame);
        given.putAll(surroundings);
        given.remove(TrainingNames.WINDOW_BIAS);
        given.put(
                TrainingNames.ATTENTION_BIAS,
                Objects.requireNonNull(surroundings.get(layer.bias())));
        given.putAll(layer.weights());
        return given;
    }

    /// Runs all layers backwards, after a forward pass, and fills the parameters' gradients.
    ///
    /// @param gradient `[rows, D]` of the pool, scaled; taken
    /// @return the scaled gradient of the embeddings, the caller's to give back
    DeviceTensor backward(DeviceTensor gradient) throws EngineException {
        return backward(layers, gradient);
    }

    /// As [#backward], where nobody asks for the gradient of the embeddings.
    void backwardToParameters(DeviceTensor gradient) throws EngineException {
        var current = backward(layers.subList(1, layers.size()), gradient);
        var first = layers.getFirst();
        backward(first, first.graphs().lowest().orElseThrow(), current, new HashMap<>());
    }

    private DeviceTensor backward(List<Layer> some, DeviceTensor gradient) throws EngineException {
        var current = gradient;
        for (var layer : some.reversed()) {
            var next = pool.take(hiddenOf(kept.getFirst()).shape());
            var outputs = new HashMap<>(Map.of(INPUT_GRADIENT, next));
            backward(layer, layer.graphs().backward(), current, outputs);
            GradientScale.flush(next.host());
            current = next;
        }
        return current;
    }

    private void backward(
            Layer layer,
            CompiledGraph graph,
            DeviceTensor gradient,
            Map<String, DeviceTensor> outputs)
            throws EngineException {
        var frame = kept.pop();
        var given = given(layer, frame);
        given.put(OUTPUT_GRADIENT, gradient);
        layer.learning()
                .forEach((name, it) -> outputs.put(Backward.gradientOf(name), it.gradient()));
        run(graph, layer, given, outputs);
        layer.learning().values().forEach(it -> GradientScale.remove(it.gradient().host()));
        frame.values().forEach(pool::give);
        pool.give(gradient);
    }

    /// Where memory is short, a session leaves none behind when the next layer is another's.
    private void run(
            CompiledGraph graph,
            Layer layer,
            Map<String, DeviceTensor> given,
            Map<String, DeviceTensor> outputs)
            throws EngineException {
        if (memory == ActivationMemory.RECOMPUTE && endsSeries.contains(layer)) {
            graph.runAndRelease(given, outputs);
        } else {
            graph.run(given, outputs);
        }
    }

    /// Gives back what a forward pass has kept, where no backward pass follows.
    void forget() {
        kept.forEach(frame -> frame.values().forEach(pool::give));
        kept.clear();
    }
}
