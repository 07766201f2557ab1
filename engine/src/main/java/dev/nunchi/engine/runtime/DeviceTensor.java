package dev.nunchi.engine.runtime;

import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

/// An array that sessions read and write where it lies.
///
/// Confined to one thread at a time. Whoever allocated it closes it, after the last run that uses
/// it.
public interface DeviceTensor extends AutoCloseable {
    default DType dtype() {
        return host().dtype();
    }

    default Shape shape() {
        return host().shape();
    }

    /// The elements. On the CPU these are the very bytes that sessions use, valid until closed.
    ///
    /// @throws IllegalStateException if the tensor is closed
    Tensor host();

    /// Copies all elements of an array of the same type and shape into this one.
    default void fill(Tensor values) {
        if (values.dtype() != dtype() || !values.shape().equals(shape())) {
            throw new IllegalArgumentException(
                    "expected %s %s, found %s %s"
                            .formatted(dtype(), shape(), values.dtype(), values.shape()));
        }
        host().data().copyFrom(values.data());
    }

    /// Frees the memory. May be called twice.
    @Override
    void close();
}
