package dev.nunchi.engine.runtime.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.Session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// A model loaded by ONNX Runtime; owns the native session.
final class OrtModel implements Session {
    private final OrtSession session;
    private boolean closed;

    OrtModel(OrtSession session) {
        this.session = session;
    }

    @Override
    public synchronized void run(
            Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        try (var options = new OrtSession.RunOptions()) {
            run(inputs, outputs, options);
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    @Override
    public synchronized void runAndRelease(
            Map<String, DeviceTensor> inputs, Map<String, DeviceTensor> outputs)
            throws DeviceException {
        try (var options = new OrtSession.RunOptions()) {
            options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            run(inputs, outputs, options);
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private void run(
            Map<String, DeviceTensor> inputs,
            Map<String, DeviceTensor> outputs,
            OrtSession.RunOptions options)
            throws OrtException {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        // The result owns nothing: every output is the caller's.
        try (var _ = session.run(natives(inputs), Set.of(), natives(outputs), options)) {}
    }

    /// Tells a mistake in names or shapes, which is the caller's, from a device that failed.
    private static DeviceException failure(OrtException problem) {
        return switch (problem.getCode()) {
            // the Java side's own checks have no code
            case ORT_INVALID_ARGUMENT, ORT_JAVA_UNKNOWN ->
                    throw new IllegalArgumentException(problem.getMessage(), problem);
            default -> OrtRuntime.failure("running a model", problem);
        };
    }

    private static Map<String, OnnxTensor> natives(Map<String, DeviceTensor> tensors) {
        var natives = HashMap.<String, OnnxTensor>newHashMap(tensors.size());
        tensors.forEach((name, tensor) -> natives.put(name, nativeOf(name, tensor)));
        return natives;
    }

    private static OnnxTensor nativeOf(String name, DeviceTensor tensor) {
        if (tensor instanceof OrtTensor ort) {
            return ort.onnx();
        }
        throw new IllegalArgumentException(name + " was allocated by another runtime");
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("closing a session", e);
        }
    }
}
