package dev.nunchi.engine.runtime;

import dev.nunchi.engine.error.DeviceException;
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

    /// The very bytes that sessions use, valid until closed: of a tensor on the CPU or a staged
    /// one.
    ///
    /// @throws IllegalStateException if the tensor is closed, or in another memory: see [#read]
    Tensor host();

    /// The elements, wherever they lie: [#host] where there is one, else a copy made by each call.
    ///
    /// @throws DeviceException if the device failed
    default Tensor read() throws DeviceException {
        return host();
    }

    /// As [#fill], wherever the elements lie.
    ///
    /// @param values may be what [#read] returned
    /// @throws DeviceException if the device failed
    default void write(Tensor values) throws DeviceException {
        if (!values.equals(host())) {
            fill(values);
        }
    }

    /// Copies all elements of an array of the same type and shape into this one.
    default void fill(Tensor values) {
        if (values.dtype() != dtype() || !values.shape().equals(shape())) {
            throw new IllegalArgumentException(
                    "expected %s %s, found %s %s"
                            .formatted(dtype(), shape(), values.dtype(), values.shape()));
        }
        host().data().copyFrom(values.data());
    }

    /// A part of this memory under another type and shape. Not used after the tensor is closed,
    /// which goes on owning the memory.
    ///
    /// @param offset in bytes
    /// @throws UnsupportedOperationException if the memory is not the CPU's
    /// @throws DeviceException if the device failed
    default DeviceTensor view(long offset, DType dtype, Shape shape) throws DeviceException {
        throw new UnsupportedOperationException("views of memory that is not the CPU's");
    }

    /// Frees the memory. May be called twice.
    @Override
    void close();
}
