package dev.nunchi.engine.quantize;

import static java.util.stream.Collectors.toSet;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.model.MatrixInput;
import dev.nunchi.engine.model.TrainingGraphs;
import dev.nunchi.engine.model.TrainingNames;
import dev.nunchi.engine.quantize.DecoderInputs.Place;
import dev.nunchi.engine.runtime.Constants;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One decoder layer after another in one session, whose weights are filled anew for each. Owns
/// session and weights.
final class LayerBench implements AutoCloseable {
    private final InferenceRuntime runtime;
    private final TrainingGraphs graphs;
    private final Graph graph;
    private final Session session;
    private final Map<String, DeviceTensor> weights = new HashMap<>();
    private int layer;

    LayerBench(InferenceRuntime runtime, TrainingGraphs graphs, Path scratch)
            throws EngineException {
        this.runtime = runtime;
        this.graphs = graphs;
        // In float32 all layers have one form.
        var folder = scratch.resolve("layer");
        Storage.createFolder(folder);
        graph = graphs.observedLayer(0);
        OnnxWriter.write(graph, folder);
        session =
                runtime.open(
                        folder.resolve(OnnxWriter.MODEL), Threads.forSingleRuns(), Constants.LEAVE);
    }

    void load(int number) throws EngineException {
        layer = number;
        for (var input : graphs.layerWeights(number)) {
            var tensor = weights.get(input.name());
            if (tensor == null) {
                tensor = runtime.stage(input.dtype(), input.shape());
                weights.put(input.name(), tensor);
            }
            input.fill(tensor.host());
        }
    }

    /// Runs the layer that is loaded.
    ///
    /// @param hidden `[S, D]`
    /// @param sums to which the moments of its matrices' inputs are added
    /// @return the layer's output, as `hidden`
    float[] run(float[] hidden, Map<Place, float[]> sums) throws EngineException {
        int length = Math.toIntExact(hidden.length / width());
        var opened = new ArrayList<DeviceTensor>();
        try {
            var given = new HashMap<>(weights);
            var rows = Tensor.ofFloats(Shape.of(1, length, width()), hidden);
            given.put(TrainingNames.HIDDEN, staged(rows, opened));
            for (var around : graphs.surroundings(length).entrySet()) {
                given.put(around.getKey(), staged(around.getValue(), opened));
            }
            given.put(
                    TrainingNames.ATTENTION_BIAS,
                    Objects.requireNonNull(given.get(graphs.biasName(layer))));
            given.keySet().retainAll(graph.inputs().stream().map(Value::name).collect(toSet()));
            var results = new HashMap<String, DeviceTensor>();
            for (var output : graph.outputs()) {
                results.put(output.name(), room(output, length, opened));
            }
            session.run(given, results);
            for (var input : MatrixInput.values()) {
                var moments = results.get(TrainingNames.moments(input));
                if (moments != null) {
                    float[] found = moments.host().toFloats();
                    sums.merge(new Place(layer, input), found, LayerBench::sum);
                }
            }
            return Objects.requireNonNull(results.get(TrainingNames.HIDDEN_OUT)).host().toFloats();
        } finally {
            opened.forEach(DeviceTensor::close);
        }
    }

    private long width() {
        return graph.inputs().stream()
                .filter(input -> input.name().equals(TrainingNames.HIDDEN))
                .findFirst()
                .orElseThrow()
                .type()
                .dim(-1)
                .size(Map.of());
    }

    private DeviceTensor staged(Tensor values, List<DeviceTensor> opened) throws EngineException {
        var tensor = runtime.stage(values.dtype(), values.shape());
        opened.add(tensor);
        tensor.fill(values);
        return tensor;
    }

    private DeviceTensor room(Value output, int length, List<DeviceTensor> opened)
            throws EngineException {
        var dims = output.type().dims().stream().map(dim -> dim.size(Map.of("S", length)));
        var tensor = runtime.stage(DType.F32, new Shape(dims.toList()));
        opened.add(tensor);
        return tensor;
    }

    private static float[] sum(float[] one, float[] other) {
        for (int i = 0; i < one.length; i++) {
            one[i] += other[i];
        }
        return one;
    }

    @Override
    public void close() {
        session.close();
        weights.values().forEach(DeviceTensor::close);
    }
}
