package dev.nunchi.engine.runtime.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.util.Optional;

/// Native memory that ONNX Runtime and Java both see; owns it, unless it is a view.
final class OrtTensor implements DeviceTensor {
    private final OrtEnvironment environment;
    private final Optional<Arena> arena;
    private final Tensor host;
    private final OnnxTensor onnx;
    private boolean closed;

    private OrtTensor(
            OrtEnvironment environment, Optional<Arena> arena, Tensor host, OnnxTensor onnx) {
        this.environment = environment;
        this.arena = arena;
        this.host = host;
        this.onnx = onnx;
    }

    @SuppressWarnings("MustBeClosed") // the tensor owns the arena
    static OrtTensor allocate(OrtEnvironment environment, DType dtype, Shape shape)
            throws DeviceException {
        var arena = Arena.ofShared();
        boolean whole = false;
        try {
            var host = Tensor.allocate(arena, dtype, shape);
            var tensor =
                    new OrtTensor(environment, Optional.of(arena), host, wrap(environment, host));
            whole = true;
            return tensor;
        } catch (OutOfMemoryError e) {
            // Direct memory has a limit of its own: the heap is as it was.
            throw OrtRuntime.outOfMemory("allocating " + dtype + " " + shape, e);
        } finally {
            if (!whole) {
                arena.close();
            }
        }
    }

    private static OnnxTensor wrap(OrtEnvironment environment, Tensor host) throws DeviceException {
        var bytes = host.data().asByteBuffer().order(ByteOrder.nativeOrder());
        var dims = host.shape().toArray();
        try {
            return OnnxTensor.createTensor(environment, bytes, dims, javaType(host.dtype()));
        } catch (OrtException e) {
            throw OrtRuntime.failure("placing " + host.dtype() + " " + host.shape(), e);
        }
    }

    @Override
    public DeviceTensor view(long offset, DType dtype, Shape shape) throws DeviceException {
        requireOpen();
        var bytes = host.data().asSlice(offset, dtype.bytesFor(shape.count()));
        var part = new Tensor(dtype, shape, bytes);
        return new OrtTensor(environment, Optional.empty(), part, wrap(environment, part));
    }

    private static OnnxJavaType javaType(DType dtype) {
        return switch (dtype) {
            case F32 -> OnnxJavaType.FLOAT;
            case F16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case I64 -> OnnxJavaType.INT64;
            case I32 -> OnnxJavaType.INT32;
            case I8 -> OnnxJavaType.INT8;
            case U8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            case U4 -> throw new IllegalArgumentException("no graph input is of 4 bits");
        };
    }

    @Override
    public Tensor host() {
        requireOpen();
        return host;
    }

    OnnxTensor onnx() {
        requireOpen();
        return onnx;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the tensor is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onnx.close();
            arena.ifPresent(Arena::close);
        }
    }
}
