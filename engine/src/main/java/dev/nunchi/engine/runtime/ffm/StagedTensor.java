package dev.nunchi.engine.runtime.ffm;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.Arena;

/// An array in memory that Java sees; a run copies it to or from the device.
final class StagedTensor extends FfmTensor {
    private final Arena arena;
    private final Tensor host;

    private StagedTensor(OrtDevice device, Arena arena, Tensor host) throws DeviceException {
        super(
                device,
                device.wrap(host.data(), host.dtype(), host.shape()),
                host.dtype(),
                host.shape());
        this.arena = arena;
        this.host = host;
    }

    @SuppressWarnings("MustBeClosed") // the tensor owns the arena
    static StagedTensor allocate(OrtDevice device, DType dtype, Shape shape)
            throws DeviceException {
        var arena = Arena.ofShared();
        try {
            return new StagedTensor(device, arena, Tensor.allocate(arena, dtype, shape));
        } catch (OutOfMemoryError e) {
            arena.close();
            throw new DeviceException(device.device().toString(), "out of memory", e);
        } catch (DeviceException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public Tensor host() {
        requireOpen();
        return host;
    }

    @Override
    public void close() {
        super.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
