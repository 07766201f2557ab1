package dev.nunchi.engine.graph;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;

import java.io.IOException;
import java.util.Optional;

/// A weight that is in memory already.
record TensorWeight(Tensor tensor) implements Weight {
    @Override
    public ValueType type() {
        return ValueType.of(tensor.dtype(), tensor.shape());
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        sink.accept(tensor.data());
    }

    @Override
    public Optional<long[]> integers() {
        return tensor.dtype() == DType.I64 ? Optional.of(tensor.toLongs()) : Optional.empty();
    }
}
