package dev.nunchi.engine.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Checks that a graph is whole: run after every step that makes or changes one.
///
/// Every value is defined once and before its use, every node has the inputs and attributes of its
/// op, every type is what inference says, every initializer is used.
public final class GraphVerifier {
    private final Graph graph;
    private final Map<String, Value> defined = new HashMap<>();
    private final Map<String, Initializer> unused = new HashMap<>();
    private final Map<String, Initializer> initializers = new HashMap<>();

    private GraphVerifier(Graph graph) {
        this.graph = graph;
    }

    /// @throws ShapeException naming the first node or value that is wrong
    public static void verify(Graph graph) {
        new GraphVerifier(graph).verify();
    }

    private void verify() {
        graph.inputs().forEach(this::define);
        for (var initializer : graph.initializers()) {
            define(initializer.value());
            initializers.put(initializer.value().name(), initializer);
            unused.put(initializer.value().name(), initializer);
        }
        graph.nodes().forEach(this::verify);
        graph.outputs().forEach(output -> use(output, "the graph's outputs"));
        if (!unused.isEmpty()) {
            throw new ShapeException(graph.name() + " never uses " + unused.keySet());
        }
    }

    private void verify(Node node) {
        for (var input : node.inputs()) {
            if (!input.isAbsent()) {
                use(input, node.name());
            }
        }
        var expected = node.op().attributes();
        node.attributes().forEach((name, value) -> verify(node, name, value));
        if (!node.attributes().keySet().equals(expected.keySet())) {
            throw new ShapeException(node.name() + " needs the attributes " + expected.keySet());
        }
        var types = ShapeInference.infer(node, this::integersOf);
        var found = node.outputs().stream().map(GraphVerifier::typeOf).toList();
        if (!types.equals(found)) {
            throw new ShapeException(node.name() + " gives " + types + ", not " + found);
        }
        node.outputs().stream().filter(v -> !v.isAbsent()).forEach(this::define);
    }

    private static void verify(Node node, String name, Attribute value) {
        var kind = node.op().attributes().get(name);
        if (kind == null || !kind.isInstance(value)) {
            throw new ShapeException(node.name() + " cannot have " + name + " = " + value);
        }
    }

    private static Optional<ValueType> typeOf(Value value) {
        return value.isAbsent() ? Optional.empty() : Optional.of(value.type());
    }

    private Optional<long[]> integersOf(Value value) {
        return Optional.ofNullable(initializers.get(value.name()))
                .flatMap(initializer -> initializer.weight().integers());
    }

    private void define(Value value) {
        if (defined.put(value.name(), value) != null) {
            throw new ShapeException(value.name() + " is defined twice");
        }
    }

    private void use(Value value, String user) {
        if (!value.equals(defined.get(value.name()))) {
            throw new ShapeException(
                    user + " uses " + value + " before it is defined or under another type");
        }
        unused.remove(value.name());
    }
}
