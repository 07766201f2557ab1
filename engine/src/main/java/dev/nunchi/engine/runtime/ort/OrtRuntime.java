package dev.nunchi.engine.runtime.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.Constants;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/// ONNX Runtime on the CPU.
public final class OrtRuntime implements InferenceRuntime {
    private static final String DEVICE = Device.CPU.toString();
    private static final String DISABLED_OPTIMIZERS = "optimization.disable_specified_optimizers";

    private final OrtEnvironment environment;
    private final StagedTensors staged = new StagedTensors();
    private volatile boolean closed;

    private OrtRuntime(OrtEnvironment environment) {
        this.environment = environment;
    }

    /// Loads the native library on the first call.
    public static OrtRuntime cpu() {
        return new OrtRuntime(OrtBootstrap.environment());
    }

    /// Kinds of devices that the loaded library has drivers for; whether a card is there is another
    /// question.
    public static Set<Device.Kind> drivers() {
        var kinds = EnumSet.of(Device.Kind.CPU);
        OrtBootstrap.environment();
        for (var provider : OrtEnvironment.getAvailableProviders()) {
            switch (provider) {
                case WEBGPU -> kinds.add(Device.Kind.WEBGPU);
                case CUDA -> kinds.add(Device.Kind.CUDA);
                case DIRECT_ML -> kinds.add(Device.Kind.DIRECTML);
                default -> {}
            }
        }
        return kinds;
    }

    @Override
    public String device() {
        return DEVICE;
    }

    @Override
    public String version() {
        return "onnxruntime " + environment.getVersion();
    }

    @Override
    public Session open(Path model, Threads threads) throws DeviceException {
        return open(model, threads, Constants.FOLD);
    }

    @Override
    public Session open(Path model, Threads threads, Constants constants) throws DeviceException {
        requireOpen();
        try (var options = options(threads)) {
            switch (constants) {
                case FOLD -> {}
                case LEAVE ->
                        options.addConfigEntry(
                                DISABLED_OPTIMIZERS, "ConstantFolding;MatmulTransposeFusion");
                case MAP -> options.addConfigEntry("session.disable_prepacking", "1");
            }
            return new OrtModel(environment.createSession(model.toString(), options));
        } catch (OrtException e) {
            throw failure("opening " + model.getFileName(), e);
        }
    }

    private static SessionOptions options(Threads threads) throws OrtException {
        var options = new SessionOptions();
        options.setOptimizationLevel(OptLevel.ALL_OPT);
        options.setIntraOpNumThreads(threads.count());
        options.setInterOpNumThreads(1);
        // A pattern is kept for every shape of inputs; prompts have as many as there are lengths.
        options.setMemoryPatternOptimization(false);
        switch (threads.waiting()) {
            case SPIN -> {}
            case SPIN_IN_RUN -> options.addConfigEntry("session.force_spinning_stop", "1");
        }
        return options;
    }

    @Override
    public DeviceTensor allocate(DType dtype, Shape shape) throws DeviceException {
        requireOpen();
        return OrtTensor.allocate(environment, dtype, shape);
    }

    /// Holds what its last user left.
    @Override
    public DeviceTensor stage(DType dtype, Shape shape) throws DeviceException {
        requireOpen();
        return staged.take(
                dtype, shape, () -> OrtTensor.Memory.allocate(environment, dtype, shape));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the runtime is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        staged.close();
    }

    static DeviceException failure(String doing, OrtException problem) {
        String text = String.valueOf(problem.getMessage());
        return isOutOfMemory(text)
                ? outOfMemory(doing, problem)
                : new DeviceException(DEVICE, doing + ": " + text, problem);
    }

    static DeviceException outOfMemory(String doing, Throwable problem) {
        return new DeviceException(DEVICE, doing + ": out of memory", problem);
    }

    private static boolean isOutOfMemory(String text) {
        return text.contains("bad_alloc") || text.contains("Failed to allocate memory");
    }
}
