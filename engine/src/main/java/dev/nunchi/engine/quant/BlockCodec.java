package dev.nunchi.engine.quant;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;

/// Decodes stored elements to float32, exactly as ggml's reference functions do.
///
/// Products and sums are single float32 operations in the order of the formula, so results equal
/// the reference bit by bit. Source: `ggml/src/ggml-quants.c`, `dequantize_row_*`.
public final class BlockCodec {
    private static final int BLOCK = 32;
    private static final int HALF_BLOCK = BLOCK / 2;

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
            case Q4_0 -> decodeQ40(blocks, into, offset, count);
            case Q4_1 -> decodeQ41(blocks, into, offset, count);
            case Q8_0 -> decodeQ80(blocks, into, offset, count);
            case I64, I32, I8, U8, BOOL ->
                    throw new IllegalArgumentException(format + " does not hold real numbers");
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

    /// `x = d · (q − 8)`; byte `i` holds elements `i` (low nibble) and `i + 16` (high nibble).
    private static void decodeQ40(MemorySegment blocks, float[] into, int offset, int count) {
        long at = 0;
        for (int base = offset; base < offset + count; base += BLOCK) {
            float scale = halfAt(blocks, at);
            for (int i = 0; i < HALF_BLOCK; i++) {
                int nibbles = blocks.get(JAVA_BYTE, at + 2 + i);
                into[base + i] = ((nibbles & 15) - 8) * scale;
                into[base + i + HALF_BLOCK] = ((nibbles >>> 4 & 15) - 8) * scale;
            }
            at += 2 + HALF_BLOCK;
        }
    }

    /// `x = d · q + m`; nibbles lie as in Q4_0.
    private static void decodeQ41(MemorySegment blocks, float[] into, int offset, int count) {
        long at = 0;
        for (int base = offset; base < offset + count; base += BLOCK) {
            float scale = halfAt(blocks, at);
            float minimum = halfAt(blocks, at + 2);
            for (int i = 0; i < HALF_BLOCK; i++) {
                int nibbles = blocks.get(JAVA_BYTE, at + 4 + i);
                into[base + i] = (nibbles & 15) * scale + minimum;
                into[base + i + HALF_BLOCK] = (nibbles >>> 4 & 15) * scale + minimum;
            }
            at += 4 + HALF_BLOCK;
        }
    }

    /// `x = d · q`.
    private static void decodeQ80(MemorySegment blocks, float[] into, int offset, int count) {
        long at = 0;
        for (int base = offset; base < offset + count; base += BLOCK) {
            float scale = halfAt(blocks, at);
            for (int i = 0; i < BLOCK; i++) {
                into[base + i] = blocks.get(JAVA_BYTE, at + 2 + i) * scale;
            }
            at += 2 + BLOCK;
        }
    }

    private static float halfAt(MemorySegment stored, long at) {
        return Float.float16ToFloat(stored.get(Tensor.SHORT, at));
    }
}
