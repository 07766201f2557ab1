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
import java.util.function.Consumer;

/// Native memory that ONNX Runtime and Java both see; gives it back when closed.
final class OrtTensor implements DeviceTensor {
    private final Memory memory;
    private final Consumer<Memory> owner;
    private boolean closed;

    /// @param owner takes the memory back
    OrtTensor(Memory memory, Consumer<Memory> owner) {
        this.memory = memory;
        this.owner = owner;
    }

    /// An array under both names.
    ///
    /// @param arena that the array was allocated in alone; empty if it is part of another
    record Memory(OrtEnvironment environment, Optional<Arena> arena, Tensor host, OnnxTensor onnx) {
        @SuppressWarnings("MustBeClosed") // the memory owns the arena
        static Memory allocate(OrtEnvironment environment, DType dtype, Shape shape)
                throws DeviceException {
            var arena = Arena.ofShared();
            boolean whole = false;
            try {
                var host = Tensor.allocate(arena, dtype, shape);
                var memory =
                        new Memory(environment, Optional.of(arena), host, wrap(environment, host));
                whole = true;
                return memory;
            } catch (OutOfMemoryError e) {
                // Direct memory has a limit of its own: the heap is as it was.
                throw OrtRuntime.outOfMemory("allocating " + dtype + " " + shape, e);
            } finally {
                if (!whole) {
                    arena.close();
                }
            }
        }

        void close() {
            onnx.close();
            arena.ifPresent(Arena::close);
        }
    }

    static OrtTensor allocate(OrtEnvironment environment, DType dtype, Shape shape)
            throws DeviceException {
        return new OrtTensor(Memory.allocate(environment, dtype, shape), Memory::close);
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
        var bytes = memory.host().data().asSlice(offset, dtype.bytesFor(shape.count()));
        var part = new Tensor(dtype, shape, bytes);
        var environment = memory.environment();
        return new OrtTensor(
                new Memory(environment, Optional.empty(), part, wrap(environment, part)),
                Memory::close);
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
        return memory.host();
    }

    OnnxTensor onnx() {
        requireOpen();
        return memory.onnx();
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
            owner.accept(memory);
        }
    }
}
