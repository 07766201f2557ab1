package dev.nunchi.engine.testing;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A graph compiled for a test, run as often as the test likes.
public final class GraphRunner implements AutoCloseable {
    private static final Threads ONE_THREAD = new Threads(1, Threads.Waiting.SPIN_IN_RUN);

    private final OrtRuntime runtime = OrtRuntime.cpu();
    private final Session session;

    /// @param folder an empty folder for the compiled graph
    public GraphRunner(Graph graph, Path folder) throws EngineException {
        OnnxWriter.write(graph, folder);
        session = runtime.open(folder.resolve(OnnxWriter.MODEL), ONE_THREAD);
    }

    /// @param outputs those that are wanted, float32, with the shapes that the run gives them
    public Map<String, float[]> run(Map<String, Tensor> inputs, Map<String, Shape> outputs)
            throws EngineException {
        var in = new HashMap<String, DeviceTensor>();
        var out = new HashMap<String, DeviceTensor>();
        var results = new HashMap<String, float[]>();
        try {
            for (var input : inputs.entrySet()) {
                var values = input.getValue();
                var tensor = runtime.allocate(values.dtype(), values.shape());
                in.put(input.getKey(), tensor);
                tensor.fill(values);
            }
            for (var output : outputs.entrySet()) {
                out.put(output.getKey(), runtime.allocate(DType.F32, output.getValue()));
            }
            session.run(in, out);
            out.forEach((name, tensor) -> results.put(name, tensor.host().toFloats()));
        } finally {
            in.values().forEach(DeviceTensor::close);
            out.values().forEach(DeviceTensor::close);
        }
        return results;
    }

    @Override
    public void close() {
        session.close();
    }
}
