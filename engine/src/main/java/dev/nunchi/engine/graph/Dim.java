package dev.nunchi.engine.graph;

/// One extent of a graph value: known when the graph is built, or named until it runs.
public sealed interface Dim {
    /// An extent that every run has.
    record Known(long size) implements Dim {
        public Known {
            if (size < 0) {
                throw new IllegalArgumentException("negative dimension " + size);
            }
        }

        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /// An extent that a run decides; two dims of one name are equal in every run.
    record Symbol(String name) implements Dim {
        @Override
        public String toString() {
            return name;
        }
    }

    static Dim of(long size) {
        return new Known(size);
    }

    static Dim of(String name) {
        return new Symbol(name);
    }

    /// The extent of two values laid end to end.
    default Dim plus(Dim other) {
        if (this instanceof Known(long a) && other instanceof Known(long b)) {
            return of(a + b);
        }
        return of(this + " + " + other);
    }

    /// The extent of two axes taken as one.
    default Dim times(Dim other) {
        if (this instanceof Known(long a) && other instanceof Known(long b)) {
            return of(a * b);
        }
        if (equals(of(1)) || other.equals(of(1))) {
            return equals(of(1)) ? other : this;
        }
        return of(this + " * " + other);
    }
}
