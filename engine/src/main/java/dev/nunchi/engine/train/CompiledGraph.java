package dev.nunchi.engine.train;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.tensor.Shape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A graph and its open session, which is the workbench's.
record CompiledGraph(Graph graph, Session session) {
    List<String> outputs() {
        return graph.outputs().stream().map(Value::name).toList();
    }

    /// The shape of an output in a run of the given symbolic extents.
    Shape shapeOf(String output, Map<String, Integer> extents) {
        var value = graph.outputs().stream().filter(v -> v.name().equals(output)).findFirst();
        return new Shape(
                value.orElseThrow().type().dims().stream().map(dim -> dim.size(extents)).toList());
    }

    /// @param given at least the graph's inputs
    void run(Map<String, DeviceTensor> given, Map<String, DeviceTensor> outputs)
            throws EngineException {
        session.run(inputs(given), outputs);
    }

    /// As [#run], for the last run for a while.
    void runAndRelease(Map<String, DeviceTensor> given, Map<String, DeviceTensor> outputs)
            throws EngineException {
        session.runAndRelease(inputs(given), outputs);
    }

    private Map<String, DeviceTensor> inputs(Map<String, DeviceTensor> given) {
        var inputs = new HashMap<String, DeviceTensor>();
        for (var input : graph.inputs()) {
            var tensor = given.get(input.name());
            if (tensor == null) {
                throw new IllegalArgumentException(graph.name() + " is not given " + input);
            }
            inputs.put(input.name(), tensor);
        }
        return inputs;
    }
}
