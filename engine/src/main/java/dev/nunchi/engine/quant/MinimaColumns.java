package dev.nunchi.engine.quant;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Blocks with minima as operands of one MatMulNBits, for inputs that it rounds to int8 anyway.
///
/// ```
/// x = d · q + m   =   d · (q − z) + r          z = round(−m / d), r = m + z · d
/// ```
///
/// `z` is the operator's zero point and costs nothing. What is left of the minimum, mostly half a
/// step at most, is to be multiplied by the sum of the input's block, so the matrix gets further
/// columns and the input those sums:
///
/// ```
/// [ codes of n blocks │ r │ what rounding r left ] · [ input │ n sums │ n sums │ … ]ᵀ
/// ```
///
/// In 8 bits one column a block holds `r`; in 4 bits a second one holds what rounding the first
/// left, so that `r` is exact to 1/225 of the largest beside it. Columns of the second kind begin
/// at a block of their own; where `n` is no multiple of the block size, the few that share a block
/// with the first kind are left out.
public final class MinimaColumns {
    private static final int BYTE_BITS = 8;

    private final NBitsPacking packing;
    private final int groups;
    private final int size;
    private final int half;
    private final float[] own;
    private final float[] scales;
    private final float[] left;
    private final byte[] codes;

    /// @param packing of a format with minima
    /// @param inputs `K`, a multiple of the packing's block size
    public MinimaColumns(NBitsPacking packing, int inputs) {
        this.packing = packing;
        this.size = packing.blockSize();
        this.groups = inputs / size;
        this.half = 1 << (packing.bits() - 1);
        this.own = new float[groups];
        this.scales = new float[blocks()];
        this.left = new float[groups];
        this.codes = new byte[(blocks() - groups) * size];
    }

    /// How many times the sums of the input's blocks follow it.
    public int copies() {
        return ceil(isTwice() ? secondEnd() : groups, groups);
    }

    /// `K` of the product: inputs and sums.
    public int width() {
        return groups * (size + copies());
    }

    /// Blocks of a row, the last of which may have fewer columns than others.
    public int blocks() {
        return ceil(width(), size);
    }

    /// Bytes of a row's zero points.
    public int zeroPointBytes() {
        return ceil(blocks() * packing.bits(), BYTE_BITS);
    }

    private boolean isTwice() {
        return packing.bits() < BYTE_BITS;
    }

    private int secondEnd() {
        return Math.max(groups, size) + groups;
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }

    /// What a row has besides the codes of its own blocks.
    ///
    /// @param codes of the further columns, packed
    /// @param scales [#blocks()]
    /// @param zeroPoints [#zeroPointBytes()]
    public record Row(byte[] codes, float[] scales, byte[] zeroPoints) {}

    /// An empty row of these sizes.
    public Row newRow() {
        return new Row(
                new byte[(blocks() - groups) * packing.packedBlockBytes()],
                new float[blocks()],
                new byte[zeroPointBytes()]);
    }

    /// @param stored blocks of a row
    public void read(MemorySegment stored, Row into) {
        packing.readScales(stored, own);
        packing.readMinima(stored, left);
        System.arraycopy(own, 0, scales, 0, groups);
        Arrays.fill(into.zeroPoints(), (byte) 0);
        for (int b = 0; b < blocks(); b++) {
            int zero = b < groups ? zeroPoint(b) : half;
            int bit = b * packing.bits();
            into.zeroPoints()[bit / BYTE_BITS] |= (byte) (zero << (bit % BYTE_BITS));
        }
        quantise(0, groups);
        if (isTwice()) {
            quantise(ceil(groups, size) * size, secondEnd());
        }
        packing.pack(codes, half, into.codes(), 0);
        System.arraycopy(scales, 0, into.scales(), 0, scales.length);
    }

    /// The group's zero point; leaves the rest of its minimum.
    private int zeroPoint(int group) {
        float scale = scales[group];
        if (scale == 0) {
            return half;
        }
        int zero = Math.clamp(half - Math.round(left[group] / scale), 0, 2 * half - 1);
        left[group] += (zero - half) * scale;
        return zero;
    }

    /// Columns `from..to` take what is left of the groups' minima, from the beginning of a block.
    private void quantise(int from, int to) {
        for (int start = from; start < to; start += size) {
            int end = Math.min(start + size, to);
            float scale = largest(start, end) / (half - 0.5f);
            scales[groups + start / size] = scale;
            for (int c = start; c < end && scale > 0; c++) {
                int code = Math.clamp(Math.round(left[c % groups] / scale), -half, half - 1);
                codes[c] = (byte) code;
                left[c % groups] -= code * scale;
            }
        }
    }

    private float largest(int from, int to) {
        float largest = 0;
        for (int c = from; c < to; c++) {
            largest = Math.max(largest, Math.abs(left[c % groups]));
        }
        return largest;
    }
}
