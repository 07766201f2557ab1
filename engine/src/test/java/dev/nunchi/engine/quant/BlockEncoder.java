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
                case I64, I32, I8, U8, BOOL -> throw new IllegalArgumentException("" + format);
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
        float extreme = 0;
        for (int i = 0; i < BLOCK; i++) {
            float value = values[from + i];
            extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
        }
        float scale = extreme / -8;
        block.set(Tensor.SHORT, 0, Float.floatToFloat16(scale));
        var q = new int[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            q[i] = scale == 0 ? 8 : Math.clamp((int) (values[from + i] / scale + 8.5f), 0, 15);
        }
        pack(block.asSlice(2), q);
    }

    private static void encodeQ41(MemorySegment block, float[] values, int from) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < BLOCK; i++) {
            least = Math.min(least, values[from + i]);
            most = Math.max(most, values[from + i]);
        }
        float scale = (most - least) / 15;
        block.set(Tensor.SHORT, 0, Float.floatToFloat16(scale));
        block.set(Tensor.SHORT, 2, Float.floatToFloat16(least));
        var q = new int[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            q[i] =
                    scale == 0
                            ? 0
                            : Math.clamp((int) ((values[from + i] - least) / scale + 0.5f), 0, 15);
        }
        pack(block.asSlice(4), q);
    }

    private static void pack(MemorySegment nibbles, int[] q) {
        for (int i = 0; i < BLOCK / 2; i++) {
            nibbles.set(ValueLayout.JAVA_BYTE, i, (byte) (q[i] | q[i + BLOCK / 2] << 4));
        }
    }
}
