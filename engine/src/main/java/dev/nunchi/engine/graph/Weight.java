package dev.nunchi.engine.graph;

import dev.nunchi.engine.tensor.Tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The contents of an initializer, produced when the graph is written.
///
/// Large weights are never held twice: they are read from a mapped checkpoint, repacked piece by
/// piece and handed to a sink.
public interface Weight {
    /// Takes the bytes of a weight in order.
    @FunctionalInterface
    interface Sink {
        /// @param bytes valid during the call only
        void accept(MemorySegment bytes) throws IOException;
    }

    ValueType type();

    /// Hands all bytes over, row-major little-endian, in pieces of any size.
    void writeTo(Sink sink) throws IOException;

    /// The values themselves where they are few and integer: shapes, axes, indices.
    default Optional<long[]> integers() {
        return Optional.empty();
    }

    /// A weight that is in memory already.
    static Weight of(Tensor tensor) {
        return new TensorWeight(tensor);
    }
}
