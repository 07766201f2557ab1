package dev.nunchi.engine.optim;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

/// Where an optimiser's own arrays come from; whoever gives them frees them, after the last use.
@FunctionalInterface
public interface ArraySource {
    /// A zero-filled float32 array.
    ///
    /// @throws EngineException if the memory is not there
    Tensor zeros(Shape shape) throws EngineException;
}
