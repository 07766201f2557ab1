package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/// A weight file to be written again as plain floats, some of its tensors changed on the way.
///
/// Names and order stay. Blocks are decoded; tensors that hold no reals are copied. One row is in
/// memory at a time.
///
/// @param source safetensors, PyTorch's own or GGUF, which stays GGUF
/// @param dtype F32, F16 or BF16
/// @param edit what is changed
public record FloatFile(Path source, DType dtype, Edit edit) {
    private static final int HIGH_HALF = 16;
    private static final int ROUND_HALF = 0x7FFF;

    /// Changes tensors while they are copied.
    @FunctionalInterface
    public interface Edit {
        /// Changes a row where it lies.
        ///
        /// @param tensor under the name it has in the file; in GGUF files, canonical, where it has
        ///   one
        /// @param values the row, decoded
        void change(StoredTensor tensor, long row, float[] values);
    }

    public FloatFile {
        if (!List.of(DType.F32, DType.F16, DType.BF16).contains(dtype)) {
            throw new IllegalArgumentException("no type for weights: " + dtype);
        }
    }

    /// The names of all tensors, in order.
    public List<String> names() throws EngineException {
        try (var arena = Arena.ofShared()) {
            if (GgufFloats.isOne(source)) {
                var gguf = GgufFloats.read(source, arena);
                return gguf.tensors().stream()
                        .map(tensor -> gguf.canonical(tensor).orElse(tensor).name())
                        .toList();
            }
            return List.copyOf(WeightFile.read(source, arena).tensors().keySet());
        }
    }

    /// Writes beside `target` under a `.part` name, flushes to the disk, then renames.
    ///
    /// @param target a safetensors file
    /// @return false if cancelled; nothing is there then
    public boolean write(Path target, CancelToken cancel) throws EngineException {
        var part = Storage.partOf(target);
        try (var arena = Arena.ofShared()) {
            try (var channel =
                    FileChannel.open(
                            part,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                if (GgufFloats.isOne(source)) {
                    write(GgufFloats.read(source, arena), channel, cancel);
                } else {
                    write(WeightFile.read(source, arena), channel, cancel);
                }
                channel.force(true);
            }
            if (cancel.isCancelled()) {
                Storage.delete(part);
                return false;
            }
            Storage.publish(part, target);
            return true;
        } catch (IOException e) {
            throw StorageException.of(target, "writing", e);
        }
    }

    private void write(WeightFile file, WritableByteChannel out, CancelToken cancel)
            throws IOException {
        var tensors = file.tensors().values();
        var layout = new SafetensorsLayout(Map.of("format", "pt"));
        for (var tensor : tensors) {
            String type = keeps(tensor) ? tensor.format().name() : dtype.name();
            layout.add(tensor.name(), type, tensor.shape(), bytes(tensor));
        }
        writeAll(out, ByteBuffer.wrap(layout.start()));
        for (var tensor : tensors) {
            if (cancel.isCancelled()) {
                return;
            }
            write(tensor, dtype, out, (row, values) -> edit.change(tensor, row, values));
        }
    }

    private void write(GgufFloats file, WritableByteChannel out, CancelToken cancel)
            throws IOException, EngineException {
        writeAll(out, ByteBuffer.wrap(file.start(dtype)));
        for (var tensor : file.tensors()) {
            if (cancel.isCancelled()) {
                return;
            }
            var canonical = file.canonical(tensor);
            var type = GgufFloats.type(tensor, dtype);
            if (canonical.isPresent()) {
                var rows = GgufFloats.rows(tensor, canonical.get());
                write(
                        tensor,
                        type,
                        out,
                        (row, values) ->
                                edit.change(canonical.get(), rows[Math.toIntExact(row)], values));
            } else {
                write(tensor, type, out, (_, _) -> {});
            }
            writeAll(out, ByteBuffer.allocate(file.padding(tensor, dtype)));
        }
    }

    private static boolean keeps(StoredTensor tensor) {
        return !tensor.format().holdsReals();
    }

    private long bytes(StoredTensor tensor) {
        long count = tensor.shape().count();
        return keeps(tensor) ? tensor.format().bytesFor(count) : dtype.bytesFor(count);
    }

    /// Changes a row of one tensor.
    interface RowEdit {
        void change(long row, float[] values);
    }

    static void write(StoredTensor tensor, DType type, WritableByteChannel out, RowEdit change)
            throws IOException {
        int width = Math.toIntExact(tensor.rowElements());
        var values = new float[keeps(tensor) ? 0 : width];
        var encoded =
                ByteBuffer.allocateDirect(Math.toIntExact(type.bytesFor(values.length)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (long row = 0; row < tensor.rows(); row++) {
            if (keeps(tensor)) {
                writeAll(out, tensor.row(row).asByteBuffer());
                continue;
            }
            tensor.readRow(row, values, 0);
            change.change(row, values);
            encoded.clear();
            for (float value : values) {
                put(encoded, type, value);
            }
            writeAll(out, encoded.flip());
        }
    }

    private static void put(ByteBuffer bytes, DType type, float value) {
        switch (type) {
            case F16 -> bytes.putShort(Float.floatToFloat16(value));
            case BF16 -> bytes.putShort(bf16(value));
            case F32, I64, I32, I8, U8, U4, BOOL -> bytes.putFloat(value);
        }
    }

    /// Rounds to the nearest, ties to even.
    private static short bf16(float value) {
        int bits = Float.floatToIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> HIGH_HALF);
        }
        int odd = (bits >>> HIGH_HALF) & 1;
        return (short) ((bits + ROUND_HALF + odd) >>> HIGH_HALF);
    }

    static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
