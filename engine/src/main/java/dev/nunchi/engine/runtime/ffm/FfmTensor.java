package dev.nunchi.engine.runtime.ffm;

import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.lang.foreign.MemorySegment;

/// An array that sessions of a device take, wherever it lies; owns its native value.
abstract sealed class FfmTensor implements DeviceTensor permits StagedTensor, ResidentTensor {
    private final OrtDevice device;
    private final MemorySegment value;
    private final DType dtype;
    private final Shape shape;
    private boolean closed;

    FfmTensor(OrtDevice device, MemorySegment value, DType dtype, Shape shape) {
        this.device = device;
        this.value = value;
        this.dtype = dtype;
        this.shape = shape;
    }

    /// `OrtValue *`
    final MemorySegment value() {
        requireOpen();
        return value;
    }

    final long bytes() {
        return dtype.bytesFor(shape.count());
    }

    @Override
    public final DType dtype() {
        return dtype;
    }

    @Override
    public final Shape shape() {
        return shape;
    }

    final void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the tensor is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            device.api().releaseValue.call(value);
        }
    }
}
