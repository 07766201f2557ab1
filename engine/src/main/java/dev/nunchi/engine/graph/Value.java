package dev.nunchi.engine.graph;

import dev.nunchi.engine.tensor.DType;

/// An edge of a graph: an input, an initializer or a node's output.
///
/// @param name unique in its graph; empty for [#ABSENT]
public record Value(String name, ValueType type) {
    /// Stands where a node leaves an optional input or output out.
    public static final Value ABSENT = new Value("", ValueType.of(DType.F32));

    public boolean isAbsent() {
        return name.isEmpty();
    }

    @Override
    public String toString() {
        return isAbsent() ? "_" : name + ": " + type;
    }
}
