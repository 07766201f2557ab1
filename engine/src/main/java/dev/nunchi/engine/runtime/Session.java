package dev.nunchi.engine.runtime;

import dev.nunchi.engine.error.DeviceException;

import java.util.Map;

/// A loaded model, ready to run.
///
/// Any thread may run it; runs are made one at a time, a second caller waits.
public interface Session extends AutoCloseable {
    /// Runs the model once.
    ///
    /// Every output is the caller's and has the shape that the run will give it. One tensor may be
    /// an input and an output where the model works in place, as the KV cache does.
    ///
    /// @param inputs by the graph's input names, all of them
    /// @param outputs by the graph's output names; those left out are computed and dropped
    /// @throws DeviceException if the device failed or is out of memory
    /// @throws IllegalArgumentException if names, types or shapes are not the model's
    /// @throws IllegalStateException if the session is closed
    void run(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException;

    /// As [#run], and gives the working memory back to the system where the runtime can: for a run
    /// that is the last for a while.
    default void runAndRelease(Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        run(inputs, outputs);
    }

    /// Waits for a running call, then frees the model. May be called twice.
    @Override
    void close();
}
