package dev.nunchi.engine.quant;

import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;

/// Decodes stored elements to float32, exactly as ggml's reference functions do.
///
/// Products and sums are single float32 operations in the order of the formula, so results equal
/// the reference bit by bit. Source: `ggml/src/ggml-quants.c`, `dequantize_row_*`.
public final class BlockCodec {
    private BlockCodec() {}

    /// Decodes `count` elements from the start of `blocks`.
    ///
    /// @param blocks at least `format.bytesFor(count)` bytes, little-endian
    /// @param into receives `into[offset..offset + count)`
    /// @param count a multiple of the format's block size
    /// @throws IllegalArgumentException if the format holds integers or the ranges do not fit
    public static void decode(
            TensorFormat format, MemorySegment blocks, float[] into, int offset, int count) {
        if (blocks.byteSize() < format.bytesFor(count)) {
            throw new IllegalArgumentException(
                    "%d elements of %s need %d bytes, found %d"
                            .formatted(count, format, format.bytesFor(count), blocks.byteSize()));
        }
        switch (format) {
            case F32 -> MemorySegment.copy(blocks, Tensor.FLOAT, 0, into, offset, count);
            case F16 -> decodeF16(blocks, into, offset, count);
            case BF16 -> decodeBf16(blocks, into, offset, count);
            case I64, I32, I8, U8, BOOL ->
                    throw new IllegalArgumentException(format + " does not hold real numbers");
            default -> decodeBlocks(format, blocks, into, offset, count);
        }
    }

    private static void decodeF16(MemorySegment stored, float[] into, int offset, int count) {
        for (int i = 0; i < count; i++) {
            into[offset + i] = halfAt(stored, 2L * i);
        }
    }

    private static void decodeBf16(MemorySegment stored, float[] into, int offset, int count) {
        for (int i = 0; i < count; i++) {
            into[offset + i] = Float.intBitsToFloat(stored.get(Tensor.SHORT, 2L * i) << 16);
        }
    }

    private static void decodeBlocks(
            TensorFormat format, MemorySegment blocks, float[] into, int offset, int count) {
        var block = new BlockCodes(format);
        int size = format.blockSize();
        for (int b = 0; b < count / size; b++) {
            block.read(blocks, b);
            block.decode(into, offset + b * size);
        }
    }

    private static float halfAt(MemorySegment stored, long at) {
        return Float.float16ToFloat(stored.get(Tensor.SHORT, at));
    }
}
