package dev.nunchi.engine.runtime;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.nio.file.Path;

/// A device and the library that runs graphs on it.
///
/// Safe for several threads. What it opens and allocates is the caller's to close.
public interface InferenceRuntime extends AutoCloseable {
    /// The device as the user names it, e.g. `cpu`.
    String device();

    /// The library and its version, e.g. `onnxruntime 1.28.0`: what a compiled model depends on.
    String version();

    /// Loads a model.
    ///
    /// @param model an ONNX file; its external data lies beside it
    /// @throws DeviceException if the file is damaged, does not fit the memory, or the device
    ///   cannot run it
    Session open(Path model, Threads threads) throws DeviceException;

    /// Loads a model as [#open(Path, Threads)] does, which folds constants. A runtime that never
    /// folds them need not tell the two apart.
    default Session open(Path model, Threads threads, Constants constants) throws DeviceException {
        return open(model, threads);
    }

    /// An array where sessions can use it without a copy; zero-filled on the CPU, elsewhere not.
    ///
    /// @throws DeviceException if the memory is not there
    DeviceTensor allocate(DType dtype, Shape shape) throws DeviceException;

    /// An array for small values that Java writes before a run or reads after it: always in memory
    /// that Java sees; a run on a device copies it. Its first values are anything.
    ///
    /// @throws DeviceException if the memory is not there
    default DeviceTensor stage(DType dtype, Shape shape) throws DeviceException {
        return allocate(dtype, shape);
    }

    /// Refuses further use; sessions and tensors that are open stay usable. May be called twice.
    @Override
    void close();
}
