package dev.nunchi.engine.graph;

import dev.nunchi.engine.tensor.DType;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One operation of a graph.
///
/// @param name a path, e.g. `/model/layers.0/attn/q_proj/MatMul`
public record Node(
        Op op,
        String name,
        List<Value> inputs,
        List<Value> outputs,
        SortedMap<String, Attribute> attributes) {
    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    Node(
            Op op,
            String name,
            List<Value> inputs,
            List<Value> outputs,
            Map<String, Attribute> attributes) {
        this(op, name, inputs, outputs, new TreeMap<>(attributes));
    }

    /// An integer attribute.
    public long integer(String attribute) {
        return ((Attribute.Int) attribute(attribute)).value();
    }

    /// An integer list attribute.
    public List<Long> integers(String attribute) {
        return ((Attribute.Ints) attribute(attribute)).values();
    }

    /// A real attribute.
    public float real(String attribute) {
        return ((Attribute.Real) attribute(attribute)).value();
    }

    /// An element type attribute.
    public DType type(String attribute) {
        return ((Attribute.Type) attribute(attribute)).value();
    }

    private Attribute attribute(String attribute) {
        var value = attributes.get(attribute);
        if (value == null) {
            throw new ShapeException(name + " has no attribute '" + attribute + "'");
        }
        return value;
    }
}
