package dev.nunchi.engine.graph;

/// A constant of a graph.
public record Initializer(Value value, Weight weight) {
    public Initializer {
        if (!value.type().equals(weight.type())) {
            throw new ShapeException(value + " is filled by a weight of type " + weight.type());
        }
    }
}
