package dev.nunchi.engine.graph;

import java.util.List;

/// A finished computation: nodes in an order in which they can run. Immutable.
///
/// @param name what it computes, e.g. `decoder`
public record Graph(
        String name,
        List<Value> inputs,
        List<Value> outputs,
        List<Initializer> initializers,
        List<Node> nodes) {
    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        initializers = List.copyOf(initializers);
        nodes = List.copyOf(nodes);
    }
}
