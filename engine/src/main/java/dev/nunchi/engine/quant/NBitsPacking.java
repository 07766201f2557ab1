package dev.nunchi.engine.quant;

import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Repacks ggml blocks for ONNX Runtime's MatMulNBits without changing a weight.
///
/// ggml keeps elements 0..15 of a block in low nibbles and 16..31 in high ones; MatMulNBits keeps
/// neighbours in one byte, low nibble first. The operator's zero point is implicit: 8 of 4 bits,
/// 128 of 8 bits. Source:
/// [MatMulNBits](https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md).
public enum NBitsPacking {
    Q4_0(TensorFormat.Q4_0, 4, 2),
    /// Has a fractional minimum a block, which the operator cannot take: see [#readMinima].
    Q4_1(TensorFormat.Q4_1, 4, 4),
    Q8_0(TensorFormat.Q8_0, 8, 2);

    /// Weights in a block.
    public static final int BLOCK_SIZE = 32;

    private final TensorFormat format;
    private final int bits;
    private final int quantsOffset;

    NBitsPacking(TensorFormat format, int bits, int quantsOffset) {
        this.format = format;
        this.bits = bits;
        this.quantsOffset = quantsOffset;
    }

    /// The packing of a format; empty for plain formats.
    public static Optional<NBitsPacking> of(TensorFormat format) {
        return switch (format) {
            case Q4_0 -> Optional.of(Q4_0);
            case Q4_1 -> Optional.of(Q4_1);
            case Q8_0 -> Optional.of(Q8_0);
            case F32, F16, BF16, I64, I32, I8, U8, BOOL -> Optional.empty();
        };
    }

    public int bits() {
        return bits;
    }

    /// Bytes of a packed block.
    public int packedBlockBytes() {
        return BLOCK_SIZE * bits / 8;
    }

    /// Whether blocks have minima that must be added apart.
    public boolean hasMinima() {
        return this == Q4_1;
    }

    /// @param row stored blocks
    /// @param into [#packedBlockBytes()] for each of them
    public void packBlocks(MemorySegment row, byte[] into) {
        int out = 0;
        for (long block = quantsOffset; block < row.byteSize(); block += format.blockBytes()) {
            for (int i = 0; i < packedBlockBytes(); i++) {
                into[out++] = bits == 4 ? nibbles(row, block, i) : unsigned(row, block + i);
            }
        }
    }

    private static byte nibbles(MemorySegment row, long quants, int pair) {
        int half = BLOCK_SIZE / 2;
        int first = 2 * pair;
        int shift = first < half ? 0 : 4;
        int low = row.get(ValueLayout.JAVA_BYTE, quants + first % half) >>> shift & 0xF;
        int high = row.get(ValueLayout.JAVA_BYTE, quants + (first + 1) % half) >>> shift & 0xF;
        return (byte) (low | high << 4);
    }

    private static byte unsigned(MemorySegment row, long at) {
        return (byte) (row.get(ValueLayout.JAVA_BYTE, at) + 128);
    }

    /// @param into the scale `d` of each block
    public void readScales(MemorySegment row, float[] into) {
        for (int b = 0; b < into.length; b++) {
            into[b] = half(row, (long) b * format.blockBytes());
        }
    }

    /// @param into `m + 8d` of each block: what is left when `d · (q − 8)` is taken away
    public void readMinima(MemorySegment row, float[] into) {
        for (int b = 0; b < into.length; b++) {
            long block = (long) b * format.blockBytes();
            into[b] = half(row, block + 2) + 8 * half(row, block);
        }
    }

    private static float half(MemorySegment row, long at) {
        return Float.float16ToFloat(row.get(Tensor.SHORT, at));
    }
}
