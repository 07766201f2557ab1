package dev.nunchi.engine.train;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.model.WeightInput;
import dev.nunchi.engine.runtime.Constants;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// All that a training run has on its device: sessions, weights and activations. Owns them.
///
/// Confined to one thread.
final class Workbench implements AutoCloseable {
    private final InferenceRuntime runtime;
    private final Path scratch;
    private final TensorPool activations;
    private final List<Session> sessions = new ArrayList<>();
    private final List<DeviceTensor> tensors = new ArrayList<>();

    /// @param scratch where compiled graphs are written, each in a folder of its own; without
    ///   weights they take kilobytes
    Workbench(InferenceRuntime runtime, Path scratch) {
        this.runtime = runtime;
        this.scratch = scratch;
        activations = new TensorPool(runtime);
    }

    CompiledGraph compile(Graph graph) throws EngineException {
        var folder = scratch.resolve(sessions.size() + "_" + graph.name());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StorageException.of(folder, "compiling " + graph.name(), e);
        }
        OnnxWriter.write(graph, folder);
        var model = folder.resolve(OnnxWriter.MODEL);
        var session = runtime.open(model, Threads.forSingleRuns(), Constants.LEAVE);
        sessions.add(session);
        return new CompiledGraph(graph, session);
    }

    /// Weights by the names of the graph inputs that carry them.
    SequencedMap<String, DeviceTensor> load(List<WeightInput> inputs) throws DeviceException {
        var loaded = new LinkedHashMap<String, DeviceTensor>();
        for (var input : inputs) {
            var tensor = allocate(input.dtype(), input.shape());
            input.fill(tensor.host());
            loaded.put(input.name(), tensor);
        }
        return loaded;
    }

    /// A parameter that starts at zero, with a place for its gradient.
    Parameter parameter(String name, Shape shape) throws DeviceException {
        return new Parameter(name, allocate(DType.F32, shape), allocate(DType.F32, shape));
    }

    /// A weight that learns, under the name of the input that carries it.
    Parameter parameter(WeightInput input) throws DeviceException {
        return parameter(input.name(), load(List.of(input)).firstEntry().getValue());
    }

    /// A loaded weight as a parameter.
    Parameter parameter(String name, DeviceTensor value) throws DeviceException {
        return new Parameter(name, value, allocate(DType.F32, value.shape()));
    }

    /// A zero-filled array that lives as long as the workbench.
    DeviceTensor allocate(DType dtype, Shape shape) throws DeviceException {
        var tensor = runtime.allocate(dtype, shape);
        tensors.add(tensor);
        return tensor;
    }

    /// Some rows of a matrix, where they lie.
    DeviceTensor rows(DeviceTensor matrix, long from, long to) throws DeviceException {
        long width = matrix.shape().dim(1);
        long offset = DType.F32.bytesFor(from * width);
        var rows = matrix.view(offset, DType.F32, Shape.of(to - from, width));
        tensors.add(rows);
        return rows;
    }

    /// Activations, which come and go.
    TensorPool activations() {
        return activations;
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
        tensors.forEach(DeviceTensor::close);
        activations.close();
    }
}
