package dev.nunchi.engine.quant;

import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Packs floats into blocks by ggml's reference rules, to make inputs for tests.
public final class BlockEncoder {
    private static final int BLOCK = 32;

    private BlockEncoder() {}

    /// @param values as many as `format` holds in whole blocks
    public static MemorySegment encode(TensorFormat format, float[] values) {
        var blocks = MemorySegment.ofArray(new byte[(int) format.bytesFor(values.length)]);
        int size = format.blockSize();
        for (int i = 0; i < values.length; i += size) {
            var block = blocks.asSlice((long) i / size * format.blockBytes(), format.blockBytes());
            switch (format) {
                case F32 -> block.set(Tensor.FLOAT, 0, values[i]);
                case F16 -> block.set(Tensor.SHORT, 0, Float.floatToFloat16(values[i]));
                case BF16 ->
                        block.set(
                                Tensor.SHORT, 0, (short) (Float.floatToIntBits(values[i]) >>> 16));
                case Q8_0 -> encodeQ80(block, values, i);
                case Q4_0 -> encodeQ40(block, values, i);
                case Q4_1 -> encodeQ41(block, values, i);
                case Q5_0 -> encodeQ50(block, values, i);
                case Q5_1 -> encodeQ51(block, values, i);
                default -> throw new IllegalArgumentException("" + format);
            }
        }
        return blocks;
    }

    private static void encodeQ80(MemorySegment block, float[] values, int from) {
        float largest = 0;
        for (int i = 0; i < BLOCK; i++) {
            largest = Math.max(largest, Math.abs(values[from + i]));
        }
        float scale = largest / 127;
        block.set(Tensor.SHORT, 0, Float.floatToFloat16(scale));
        for (int i = 0; i < BLOCK; i++) {
            int q = scale == 0 ? 0 : Math.round(values[from + i] / scale);
            block.set(ValueLayout.JAVA_BYTE, 2 + i, (byte) q);
        }
    }

    private static void encodeQ40(MemorySegment block, float[] values, int from) {
        pack(block.asSlice(2), symmetric(block, values, from, 4));
    }

    private static void encodeQ50(MemorySegment block, float[] values, int from) {
        var q = symmetric(block, values, from, 5);
        packFifthBits(block.asSlice(2), q);
        pack(block.asSlice(6), q);
    }

    private static void encodeQ41(MemorySegment block, float[] values, int from) {
        pack(block.asSlice(4), shifted(block, values, from, 4));
    }

    private static void encodeQ51(MemorySegment block, float[] values, int from) {
        var q = shifted(block, values, from, 5);
        packFifthBits(block.asSlice(4), q);
        pack(block.asSlice(8), q);
    }

    /// Writes the scale and gives the codes of `x = d · (q − 2^(bits − 1))`.
    private static int[] symmetric(MemorySegment block, float[] values, int from, int bits) {
        float extreme = 0;
        for (int i = 0; i < BLOCK; i++) {
            float value = values[from + i];
            extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
        }
        int half = 1 << (bits - 1);
        float scale = extreme / -half;
        block.set(Tensor.SHORT, 0, Float.floatToFloat16(scale));
        var q = new int[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int code = scale == 0 ? half : (int) (values[from + i] / scale + half + 0.5f);
            q[i] = Math.clamp(code, 0, 2 * half - 1);
        }
        return q;
    }

    /// Writes scale and minimum and gives the codes of `x = d · q + m`.
    private static int[] shifted(MemorySegment block, float[] values, int from, int bits) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < BLOCK; i++) {
            least = Math.min(least, values[from + i]);
            most = Math.max(most, values[from + i]);
        }
        int largest = (1 << bits) - 1;
        float scale = (most - least) / largest;
        block.set(Tensor.SHORT, 0, Float.floatToFloat16(scale));
        block.set(Tensor.SHORT, 2, Float.floatToFloat16(least));
        var q = new int[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int code = scale == 0 ? 0 : (int) ((values[from + i] - least) / scale + 0.5f);
            q[i] = Math.clamp(code, 0, largest);
        }
        return q;
    }

    private static void packFifthBits(MemorySegment into, int[] q) {
        int bits = 0;
        for (int i = 0; i < BLOCK; i++) {
            bits |= (q[i] >>> 4) << i;
        }
        into.set(Tensor.INT, 0, bits);
    }

    private static void pack(MemorySegment nibbles, int[] q) {
        for (int i = 0; i < BLOCK / 2; i++) {
            nibbles.set(ValueLayout.JAVA_BYTE, i, (byte) ((q[i] & 15) | (q[i + BLOCK / 2] << 4)));
        }
    }
}
