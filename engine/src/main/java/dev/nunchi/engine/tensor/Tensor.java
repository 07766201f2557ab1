package dev.nunchi.engine.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A dense row-major little-endian array in memory: heap, native or mapped.
///
/// Does not own its memory: the [Arena] (or mapped checkpoint) it was made in does, and must
/// outlive it. Safe to read from several threads; writing is the owner's business.
///
/// @param data exactly `dtype.bytesFor(shape.count())` bytes
public record Tensor(DType dtype, Shape shape, MemorySegment data) {
    public static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    public static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    public Tensor {
        if (data.byteSize() != dtype.bytesFor(shape.count())) {
            throw new IllegalArgumentException(
                    "%s %s needs %d bytes, found %d"
                            .formatted(
                                    dtype, shape, dtype.bytesFor(shape.count()), data.byteSize()));
        }
    }

    /// A zero-filled native array that lives as long as `arena`.
    public static Tensor allocate(Arena arena, DType dtype, Shape shape) {
        return new Tensor(dtype, shape, arena.allocate(dtype.bytesFor(shape.count()), 64));
    }

    /// A view of heap values: no copy, collected with them. A runtime copies it to native memory.
    public static Tensor ofFloats(Shape shape, float[] values) {
        return new Tensor(DType.F32, shape, MemorySegment.ofArray(values));
    }

    /// A float16 view of heap values, as [Float#floatToFloat16] makes them.
    public static Tensor ofHalves(Shape shape, short[] values) {
        return new Tensor(DType.F16, shape, MemorySegment.ofArray(values));
    }

    /// A view of heap values.
    public static Tensor ofLongs(Shape shape, long[] values) {
        return new Tensor(DType.I64, shape, MemorySegment.ofArray(values));
    }

    /// A view of heap values.
    public static Tensor ofInts(Shape shape, int[] values) {
        return new Tensor(DType.I32, shape, MemorySegment.ofArray(values));
    }

    /// A view of unsigned heap values.
    public static Tensor ofBytes(Shape shape, byte[] values) {
        return new Tensor(DType.U8, shape, MemorySegment.ofArray(values));
    }

    /// Element `index` of a floating-point array, widened to float32.
    public float floatAt(long index) {
        return switch (dtype) {
            case F32 -> data.get(FLOAT, index * 4);
            case F16 -> Float.float16ToFloat(data.get(SHORT, index * 2));
            case BF16 -> Float.intBitsToFloat(data.get(SHORT, index * 2) << 16);
            case I64, I32, I8, U8, U4, BOOL ->
                    throw new IllegalStateException(dtype + " is not a floating-point type");
        };
    }

    /// Element `index` of an integer or boolean array.
    public long longAt(long index) {
        return switch (dtype) {
            case I64 -> data.get(LONG, index * 8);
            case I32 -> data.get(INT, index * 4);
            case I8 -> data.get(ValueLayout.JAVA_BYTE, index);
            case U8, BOOL -> Byte.toUnsignedLong(data.get(ValueLayout.JAVA_BYTE, index));
            case F32, F16, BF16, U4 ->
                    throw new IllegalStateException(dtype + " is not an integer type");
        };
    }

    /// All elements of a floating-point array as float32, copied.
    public float[] toFloats() {
        var values = new float[Math.toIntExact(shape.count())];
        if (dtype == DType.F32) {
            MemorySegment.copy(data, FLOAT, 0, values, 0, values.length);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = floatAt(i);
        }
        return values;
    }

    /// The numbers in float16, rounded to nearest; those too large become infinite.
    public Tensor toHalves() {
        var values = toFloats();
        var halves = new short[values.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = Float.floatToFloat16(values[i]);
        }
        return ofHalves(shape, halves);
    }

    /// Copies `count` elements of a float32 array, from `index` on.
    public void read(long index, float[] into, int offset, int count) {
        requireFloat32();
        MemorySegment.copy(data, FLOAT, index * 4, into, offset, count);
    }

    /// Writes `count` elements of a float32 array, from `index` on.
    public void write(long index, float[] from, int offset, int count) {
        requireFloat32();
        MemorySegment.copy(from, offset, data, FLOAT, index * 4, count);
    }

    /// Sets all elements to zero.
    public void clear() {
        data.fill((byte) 0);
    }

    private void requireFloat32() {
        if (dtype != DType.F32) {
            throw new IllegalStateException("expected F32, found " + dtype);
        }
    }

    /// All elements of an integer or boolean array, copied.
    public long[] toLongs() {
        var values = new long[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = longAt(i);
        }
        return values;
    }

    /// The same elements under another shape.
    public Tensor reshape(Shape other) {
        return new Tensor(dtype, other, data);
    }
}
