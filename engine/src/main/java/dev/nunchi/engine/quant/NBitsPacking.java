package dev.nunchi.engine.quant;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// How each quantised format becomes operands of ONNX Runtime's MatMulNBits without changing a
/// weight.
///
/// ```
/// x = d · q + m   =   d · (q − c)   +   (m + c · d)
///                     MatMulNBits       minima, added apart
/// ```
///
/// The operator takes 2, 4 or 8 bits and an implicit zero point, 8 of 4 bits and 128 of 8 bits, so
/// it is given `q − c + zero point`. The centre `c` of formats with minima halves what rounding the
/// input to int8 costs. Codes of 5 and 6 bits and those from a table of whole numbers take 8 bits.
/// Source:
/// [MatMulNBits](https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md).
public enum NBitsPacking {
    Q4_0(TensorFormat.Q4_0, 4, 0),
    Q4_1(TensorFormat.Q4_1, 4, 8),
    Q5_0(TensorFormat.Q5_0, 8, 0),
    Q5_1(TensorFormat.Q5_1, 8, 16),
    Q8_0(TensorFormat.Q8_0, 8, 0),
    Q2_K(TensorFormat.Q2_K, 4, 2),
    Q3_K(TensorFormat.Q3_K, 4, 0),
    Q4_K(TensorFormat.Q4_K, 4, 8),
    Q5_K(TensorFormat.Q5_K, 8, 16),
    Q6_K(TensorFormat.Q6_K, 8, 0),
    IQ4_NL(TensorFormat.IQ4_NL, 8, 0),
    IQ4_XS(TensorFormat.IQ4_XS, 8, 0);

    private final TensorFormat format;
    private final int bits;
    private final int centre;

    NBitsPacking(TensorFormat format, int bits, int centre) {
        this.format = format;
        this.bits = bits;
        this.centre = centre;
    }

    /// The packing of a format; empty for plain formats.
    public static Optional<NBitsPacking> of(TensorFormat format) {
        for (var packing : values()) {
            if (packing.format == format) {
                return Optional.of(packing);
            }
        }
        return Optional.empty();
    }

    public int bits() {
        return bits;
    }

    /// Weights that share a scale: 16 or 32.
    public int blockSize() {
        return format.groupSize();
    }

    /// Bytes of a packed block.
    public int packedBlockBytes() {
        return blockSize() * bits / 8;
    }

    /// Whether blocks have minima that must be added apart.
    public boolean hasMinima() {
        return format.hasMinima();
    }

    /// @param row stored blocks
    /// @param into [#packedBlockBytes()] for each [#blockSize()] weights
    public void packBlocks(MemorySegment row, byte[] into) {
        var block = new BlockCodes(format);
        int shift = (1 << (bits - 1)) - centre;
        int size = format.blockSize() * bits / 8;
        for (int b = 0; b < into.length / size; b++) {
            block.readCodes(row, b);
            pack(block.codes(), shift, into, b * size);
        }
    }

    /// Codes plus `shift`, in these bits.
    void pack(byte[] codes, int shift, byte[] into, int offset) {
        if (bits == 8) {
            packBytes(codes, shift, into, offset);
        } else {
            packNibbles(codes, shift, into, offset);
        }
    }

    private static void packBytes(byte[] codes, int shift, byte[] into, int offset) {
        for (int i = 0; i < codes.length; i++) {
            into[offset + i] = (byte) (codes[i] + shift);
        }
    }

    /// Neighbours share a byte, the first in the low nibble.
    private static void packNibbles(byte[] codes, int shift, byte[] into, int offset) {
        for (int i = 0; i < codes.length; i += 2) {
            into[offset + i / 2] = (byte) ((codes[i] + shift) | ((codes[i + 1] + shift) << 4));
        }
    }

    /// @param into the scale `d` of each block
    public void readScales(MemorySegment row, float[] into) {
        var block = new BlockCodes(format);
        int groups = block.scales().length;
        for (int b = 0; b < into.length / groups; b++) {
            block.readScales(row, b);
            System.arraycopy(block.scales(), 0, into, b * groups, groups);
        }
    }

    /// @param into `m + c · d` of each block: what is left when `d · (q − c)` is taken away
    public void readMinima(MemorySegment row, float[] into) {
        var block = new BlockCodes(format);
        int groups = block.scales().length;
        for (int b = 0; b < into.length / groups; b++) {
            block.readScales(row, b);
            for (int g = 0; g < groups; g++) {
                into[b * groups + g] = block.minima()[g] + centre * block.scales()[g];
            }
        }
    }
}
