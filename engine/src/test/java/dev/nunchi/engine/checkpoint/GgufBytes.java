package dev.nunchi.engine.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes small GGUF files, right ones and wrong ones.
final class GgufBytes {
    static final int F32 = 0;
    static final int Q4_0 = 2;
    static final int ALIGNMENT = 32;

    private final Bytes metadata = new Bytes();
    private final Bytes directory = new Bytes();
    private final Bytes data = new Bytes();
    private long entries;
    private long tensors;
    private int version = 3;

    /// The little-endian values of the format.
    static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes i8(int value) {
            out.write(value);
            return this;
        }

        Bytes i32(int value) {
            return raw(buffer(4).putInt(value).array());
        }

        Bytes i64(long value) {
            return raw(buffer(8).putLong(value).array());
        }

        Bytes f32(float value) {
            return i32(Float.floatToIntBits(value));
        }

        Bytes text(String value) {
            var utf8 = value.getBytes(StandardCharsets.UTF_8);
            return i64(utf8.length).raw(utf8);
        }

        Bytes raw(byte... bytes) {
            out.writeBytes(bytes);
            return this;
        }

        byte[] toArray() {
            return out.toByteArray();
        }

        private static ByteBuffer buffer(int size) {
            return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    GgufBytes version(int other) {
        version = other;
        return this;
    }

    GgufBytes text(String key, String value) {
        return entry(key, 8, new Bytes().text(value).toArray());
    }

    GgufBytes u32(String key, int value) {
        return entry(key, 4, new Bytes().i32(value).toArray());
    }

    GgufBytes f32(String key, float value) {
        return entry(key, 6, new Bytes().f32(value).toArray());
    }

    GgufBytes texts(String key, List<String> values) {
        var array = new Bytes().i32(8).i64(values.size());
        values.forEach(array::text);
        return entry(key, 9, array.toArray());
    }

    GgufBytes entry(String key, int type, byte[] value) {
        metadata.text(key).i32(type).raw(value);
        entries++;
        return this;
    }

    /// @param extents innermost first, as in the file
    GgufBytes tensor(String name, int type, byte[] bytes, long... extents) {
        return tensorAt(name, type, data.toArray().length, extents).data(bytes);
    }

    /// A directory entry without data.
    GgufBytes tensorAt(String name, int type, long offset, long... extents) {
        directory.text(name).i32(extents.length);
        for (long extent : extents) {
            directory.i64(extent);
        }
        directory.i32(type).i64(offset);
        tensors++;
        return this;
    }

    GgufBytes data(byte[] bytes) {
        data.raw(bytes);
        data.raw(new byte[-bytes.length & (ALIGNMENT - 1)]);
        return this;
    }

    byte[] toArray() {
        var file =
                new Bytes()
                        .raw("GGUF".getBytes(StandardCharsets.US_ASCII))
                        .i32(version)
                        .i64(tensors)
                        .i64(entries)
                        .raw(metadata.toArray())
                        .raw(directory.toArray());
        int length = file.toArray().length;
        return file.raw(new byte[-length & (ALIGNMENT - 1)]).raw(data.toArray()).toArray();
    }

    Path write(Path path) {
        try {
            return Files.write(path, toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The bytes of `count` floats `first`, `first + 1`, …
    static byte[] floats(int first, int count) {
        var bytes = new Bytes();
        for (int i = 0; i < count; i++) {
            bytes.f32(first + i);
        }
        return bytes.toArray();
    }
}
