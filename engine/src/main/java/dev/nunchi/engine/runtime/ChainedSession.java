package dev.nunchi.engine.runtime;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.graph.Dim;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.tensor.Shape;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The parts that a graph was cut into, as one session.
///
/// Keeps what passes from part to part until a run needs it in another shape. Owns the parts'
/// sessions. The graph's symbols must be extents of inputs.
public final class ChainedSession implements Session {
    private final InferenceRuntime runtime;
    private final List<Part> parts;
    private final Set<String> passed = new HashSet<>();
    private final Map<String, DeviceTensor> passing = new HashMap<>();

    /// One of the graphs, loaded.
    public record Part(Graph graph, Session session) {
        private Map<String, DeviceTensor> select(
                List<Value> values, Map<String, DeviceTensor> from) {
            var selected = new HashMap<String, DeviceTensor>();
            for (var value : values) {
                var tensor = from.get(value.name());
                if (tensor != null) {
                    selected.put(value.name(), tensor);
                }
            }
            return selected;
        }
    }

    /// How a part is run.
    @FunctionalInterface
    private interface Run {
        void run(
                Session session,
                Map<String, DeviceTensor> inputs,
                Map<String, DeviceTensor> outputs)
                throws DeviceException;
    }

    /// @param parts in the order in which they run
    public ChainedSession(InferenceRuntime runtime, List<Part> parts) {
        this.runtime = runtime;
        this.parts = List.copyOf(parts);
        for (var part : parts) {
            part.graph().inputs().forEach(input -> passed.add(input.name()));
        }
    }

    @Override
    public void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        run(inputs, outputs, Session::run);
    }

    @Override
    public void runAndRelease(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        run(inputs, outputs, Session::runAndRelease);
    }

    private synchronized void run(
            Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs, Run run)
            throws DeviceException {
        var known = new HashMap<>(inputs);
        var extents = extents(inputs);
        for (var part : parts) {
            var results = part.select(part.graph().outputs(), outputs);
            for (var value : part.graph().outputs()) {
                if (passed.contains(value.name()) && !results.containsKey(value.name())) {
                    results.put(value.name(), passing(value, extents));
                }
            }
            run.run(part.session(), part.select(part.graph().inputs(), known), results);
            known.putAll(results);
        }
    }

    private Map<String, Integer> extents(Map<String, DeviceTensor> inputs) {
        var extents = new HashMap<String, Integer>();
        for (var part : parts) {
            for (var input : part.graph().inputs()) {
                var given = inputs.get(input.name());
                if (given != null) {
                    addExtents(input.type().dims(), given.shape(), extents);
                }
            }
        }
        return extents;
    }

    private static void addExtents(List<Dim> dims, Shape shape, Map<String, Integer> extents) {
        for (int axis = 0; axis < Math.min(dims.size(), shape.rank()); axis++) {
            if (dims.get(axis) instanceof Dim.Symbol(String name)) {
                extents.put(name, Math.toIntExact(shape.dim(axis)));
            }
        }
    }

    private DeviceTensor passing(Value value, Map<String, Integer> extents) throws DeviceException {
        var shape = new Shape(value.type().dims().stream().map(dim -> dim.size(extents)).toList());
        var kept = passing.get(value.name());
        if (kept != null && kept.shape().equals(shape)) {
            return kept;
        }
        if (kept != null) {
            passing.remove(value.name());
            kept.close();
        }
        var tensor = runtime.allocate(value.type().dtype(), shape);
        passing.put(value.name(), tensor);
        return tensor;
    }

    @Override
    public synchronized void close() {
        parts.forEach(part -> part.session().close());
        passing.values().forEach(DeviceTensor::close);
        passing.clear();
    }
}
