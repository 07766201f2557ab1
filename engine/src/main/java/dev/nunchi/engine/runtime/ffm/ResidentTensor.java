package dev.nunchi.engine.runtime.ffm;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;

/// An array in the device's memory: the KV cache, a picture's features.
final class ResidentTensor extends FfmTensor {
    private final Transfers transfers;

    ResidentTensor(
            OrtDevice device, MemorySegment value, DType dtype, Shape shape, Transfers transfers) {
        super(device, value, dtype, shape);
        this.transfers = transfers;
    }

    @Override
    public Tensor host() {
        throw new IllegalStateException("the tensor lies in the device's memory");
    }

    @Override
    public Tensor read() throws DeviceException {
        requireOpen();
        return transfers.read(this);
    }

    @Override
    public void write(Tensor values) throws DeviceException {
        requireOpen();
        transfers.write(this, values);
    }
}
