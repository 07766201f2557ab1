package dev.nunchi.engine.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        return DimProduct.of(List.of(this, other)).dim();
    }

    /// What is left of the extent of `whole` taken as one axis when the axes `parts` are cut out.
    ///
    /// @return empty if it cannot be told
    static Optional<Dim> quotient(List<Dim> whole, List<Dim> parts) {
        return DimProduct.of(whole).dividedBy(DimProduct.of(parts));
    }

    /// The extent in a run.
    ///
    /// @param extents of all symbols, by name
    default long size(Map<String, Integer> extents) {
        var product = DimProduct.of(List.of(this));
        long size = product.factor();
        for (String symbol : product.symbols()) {
            Integer extent = extents.get(symbol);
            if (extent == null) {
                throw new IllegalArgumentException("no extent " + symbol);
            }
            size *= extent;
        }
        return size;
    }
}
