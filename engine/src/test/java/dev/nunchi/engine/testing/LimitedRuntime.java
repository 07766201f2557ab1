package dev.nunchi.engine.testing;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.nio.file.Path;
import java.util.function.Predicate;

/// A runtime that has memory for some arrays only.
///
/// @param real which computes; closed by whoever opened it
/// @param hasRoom asked before each allocation
public record LimitedRuntime(InferenceRuntime real, Predicate<Shape> hasRoom)
        implements InferenceRuntime {
    @Override
    public String device() {
        return real.device();
    }

    @Override
    public String version() {
        return real.version();
    }

    @Override
    public Session open(Path model, Threads threads) throws DeviceException {
        return real.open(model, threads);
    }

    @Override
    public DeviceTensor allocate(DType dtype, Shape shape) throws DeviceException {
        if (!hasRoom.test(shape)) {
            throw new DeviceException(device(), "out of memory");
        }
        return real.allocate(dtype, shape);
    }

    @Override
    public void close() {}
}
