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
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The decoder layers: one forward and one backward session for all layers of a form.
///
/// Each session owns an arena of working memory, so a pair for every layer would take as many times
/// the memory.
final class LayerStack {
    private static final String OUTPUT_GRADIENT = Backward.gradientOf(TrainingNames.HIDDEN_OUT);
    private static final String INPUT_GRADIENT = Backward.gradientOf(TrainingNames.HIDDEN);

    private record Pair(CompiledGraph forward, CompiledGraph backward) {}

    private record Layer(Pair pair, Map<String, DeviceTensor> weights) {}

    private final TensorPool pool;
    private final List<Layer> layers = new ArrayList<>();

    /// What each layer of the running step was given and has kept, the last layer's on top.
    private final Deque<Map<String, DeviceTensor>> kept = new ArrayDeque<>();

    /// @param count how many layers the model has
    LayerStack(Workbench bench, TrainingGraphs graphs, ActivationMemory memory, int count)
            throws EngineException {
        pool = bench.activations();
        var pairs = new HashMap<TrainingGraphs.LayerForm, Pair>();
        for (int i = 0; i < count; i++) {
            var form = graphs.layerForm(i);
            if (!pairs.containsKey(form)) {
                pairs.put(form, pair(bench, graphs.layer(i, memory)));
            }
            layers.add(new Layer(pairs.get(form), bench.load(graphs.layerWeights(i))));
        }
    }

    private static Pair pair(Workbench bench, Graph graph) throws EngineException {
        var inner = new ArrayList<String>();
        graph.outputs().forEach(output -> inner.add(output.name()));
        inner.remove(TrainingNames.HIDDEN_OUT);
        var backward =
                Backward.of(
                        graph,
                        List.of(TrainingNames.HIDDEN),
                        List.of(TrainingNames.HIDDEN_OUT),
                        inner);
        return new Pair(bench.compile(graph), bench.compile(backward));
    }

    /// Runs all layers.
    ///
    /// @param embeddings `[B, S, D]` of the pool; given back with the backward pass
    /// @param surroundings positions and bias
    /// @return `[B, S, D]` of the pool, the caller's to give back
    DeviceTensor forward(DeviceTensor embeddings, Map<String, DeviceTensor> surroundings)
            throws EngineException {
        kept.clear();
        var hidden = embeddings;
        for (var layer : layers) {
            var frame = new HashMap<>(Map.of(TrainingNames.HIDDEN, hidden));
            var graph = layer.pair().forward();
            var saved = saved(graph, hidden.shape());
            var next = pool.take(hidden.shape());
            var outputs = new HashMap<>(saved);
            outputs.put(TrainingNames.HIDDEN_OUT, next);
            graph.run(given(layer, frame, surroundings), outputs);
            hidden = next;
            frame.putAll(saved);
            kept.push(frame);
        }
        return hidden;
    }

    /// Places for the activations that the forward graph hands out besides its result.
    private Map<String, DeviceTensor> saved(CompiledGraph graph, Shape hidden)
            throws DeviceException {
        var extents = Map.of("B", (int) hidden.dim(0), "S", (int) hidden.dim(1));
        var saved = new HashMap<String, DeviceTensor>();
        for (String name : graph.outputs()) {
            if (!name.equals(TrainingNames.HIDDEN_OUT)) {
                saved.put(name, pool.take(graph.shapeOf(name, extents)));
            }
        }
        return saved;
    }

    private static Map<String, DeviceTensor> given(
            Layer layer, Map<String, DeviceTensor> frame, Map<String, DeviceTensor> surroundings) {
        var given = new HashMap<>(frame);
        given.putAll(surroundings);
        given.putAll(layer.weights());
        return given;
    }

    /// Runs all layers backwards, after a forward pass.
    ///
    /// @param gradient `[B, S, D]` of the pool, scaled; taken
    /// @return the scaled gradient of the embeddings, the caller's to give back
    DeviceTensor backward(DeviceTensor gradient, Map<String, DeviceTensor> surroundings)
            throws EngineException {
        var current = gradient;
        for (var layer : layers.reversed()) {
            var frame = kept.pop();
            var given = given(layer, frame, surroundings);
            given.put(OUTPUT_GRADIENT, current);
            var next = pool.take(current.shape());
            layer.pair().backward().run(given, Map.of(INPUT_GRADIENT, next));
            GradientScale.flush(next.host());
            frame.values().forEach(pool::give);
            pool.give(current);
            current = next;
        }
        return current;
    }

    /// Gives back what a forward pass has kept, where no backward pass follows.
    void forget() {
        kept.forEach(frame -> frame.values().forEach(pool::give));
        kept.clear();
    }
}
