package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a dict of float32 tensors as `torch.save` does; the layout is told at [PickleFile].
///
/// `torch.load(…, weights_only=True)` reads it. The pickle is of protocol 2; opcodes as in
/// CPython's `pickletools.py`.
public final class PickleWriter {
    private static final byte[] PROTOCOL_2 = {(byte) 0x80, 2};
    private static final char NEW_FALSE = 0x89;
    private static final String ROOT = "archive/";

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

    private PickleWriter() {}

    /// Writes beside `path` under a `.part` name, flushes to the disk, then renames.
    ///
    /// @param tensors by name, float32
    public static void write(Path path, SequencedMap<String, Tensor> tensors)
            throws StorageException {
        var part = Storage.partOf(path);
        try {
            writePart(part, tensors);
            Storage.flush(part);
            Storage.publish(part, path);
        } catch (IOException e) {
            throw StorageException.of(path, "writing", e);
        }
    }

    private static void writePart(Path part, SequencedMap<String, Tensor> tensors)
            throws IOException {
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            add(zip, "data.pkl", new PickleWriter().pickle(tensors));
            add(zip, "byteorder", ascii("little"));
            int key = 0;
            for (var tensor : tensors.values()) {
                add(zip, "data/" + key++, bytes(tensor));
            }
            add(zip, "version", ascii("3\n"));
        }
    }

    /// Nothing is compressed: PyTorch maps the file.
    private static void add(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        var entry = new ZipEntry(ROOT + name);
        var crc = new CRC32();
        crc.update(bytes);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] bytes(Tensor tensor) {
        if (tensor.dtype() != DType.F32) {
            throw new IllegalArgumentException("expected F32, found " + tensor.dtype());
        }
        var values = tensor.toFloats();
        var bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private byte[] pickle(SequencedMap<String, Tensor> tensors) throws IOException {
        pickle.write(PROTOCOL_2);
        op('}');
        op('(');
        int key = 0;
        for (var tensor : tensors.entrySet()) {
            text(tensor.getKey());
            tensor(tensor.getValue().shape(), key++);
        }
        op('u');
        op('.');
        return pickle.toByteArray();
    }

    /// `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)`.
    private void tensor(Shape shape, int key) throws IOException {
        global("torch._utils", "_rebuild_tensor_v2");
        op('(');
        storage(shape.count(), key);
        integer(0);
        tuple(shape.toArray());
        tuple(strides(shape));
        op(NEW_FALSE);
        global("collections", "OrderedDict");
        op(')');
        op('R');
        op('t');
        op('R');
    }

    /// A persistent id: `('storage', FloatStorage, key, 'cpu', elements)`.
    private void storage(long elements, int key) throws IOException {
        op('(');
        text("storage");
        global("torch", "FloatStorage");
        text(Integer.toString(key));
        text("cpu");
        integer(elements);
        op('t');
        op('Q');
    }

    private void tuple(long[] values) throws IOException {
        op('(');
        for (long value : values) {
            integer(value);
        }
        op('t');
    }

    private static long[] strides(Shape shape) {
        var strides = new long[shape.rank()];
        long stride = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.dim(axis);
        }
        return strides;
    }

    private void op(char code) {
        pickle.write(code);
    }

    private void integer(long value) throws IOException {
        op('J');
        littleEndian(pickle, Math.toIntExact(value));
    }

    private void text(String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        op('X');
        littleEndian(pickle, bytes.length);
        pickle.write(bytes);
    }

    private void global(String module, String name) throws IOException {
        op('c');
        pickle.write(ascii(module + "\n" + name + "\n"));
    }

    private static void littleEndian(OutputStream out, int value) throws IOException {
        out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
