package dev.nunchi.engine.graph;

/// A graph that does not fit together: a mistake of whoever builds it, never of a user.
public final class ShapeException extends IllegalArgumentException {
    public ShapeException(String problem) {
        super(problem);
    }
}
