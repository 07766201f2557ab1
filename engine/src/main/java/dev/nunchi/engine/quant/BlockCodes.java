package dev.nunchi.engine.quant;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;

/// One block of a quantised format, taken apart: small whole numbers (codes) and, for each group of
/// them, what makes them weights again.
///
/// ```
/// x[i] = scale[g] · code[i] + minimum[g],   g = i / groupSize
/// ```
///
/// All formats are of this form, those with a table of values too: there the codes are the table's
/// entries, which are whole numbers. Products and sums in float32 in this order equal ggml's
/// reference functions bit by bit. A block is read into the same arrays again and again; not for
/// use by several threads.
public final class BlockCodes {
    private final TensorFormat format;
    private final BlockReader reader;
    private final byte[] codes;
    private final float[] scales;
    private final float[] minima;

    /// @param format a quantised one
    public BlockCodes(TensorFormat format) {
        this.format = format;
        this.reader = BlockReader.of(format);
        this.codes = new byte[format.blockSize()];
        this.scales = new float[format.blockSize() / format.groupSize()];
        this.minima = new float[scales.length];
    }

    /// Reads block `index` of `row`.
    public void read(MemorySegment row, long index) {
        reader.read(new Block(row, index * format.blockBytes()), this);
    }

    /// Signed codes in the order of the elements.
    public byte[] codes() {
        return codes;
    }

    /// One for each group.
    public float[] scales() {
        return scales;
    }

    /// One for each group; zeros where the format has none.
    public float[] minima() {
        return minima;
    }

    /// Writes the block's weights to `into[offset..]`.
    void decode(float[] into, int offset) {
        int size = format.groupSize();
        for (int g = 0; g < scales.length; g++) {
            float scale = scales[g];
            for (int i = g * size; i < (g + 1) * size; i++) {
                into[offset + i] = codes[i] * scale;
            }
            if (format.hasMinima()) {
                for (int i = g * size; i < (g + 1) * size; i++) {
                    into[offset + i] += minima[g];
                }
            }
        }
    }

    /// A block's bytes.
    ///
    /// @param start of the block in `row`
    record Block(MemorySegment row, long start) {
        int u8(long at) {
            return Byte.toUnsignedInt(i8(at));
        }

        byte i8(long at) {
            return row.get(JAVA_BYTE, start + at);
        }

        int i16(long at) {
            return row.get(Tensor.SHORT, start + at);
        }

        int i32(long at) {
            return row.get(Tensor.INT, start + at);
        }

        float half(long at) {
            return Float.float16ToFloat(row.get(Tensor.SHORT, start + at));
        }
    }
}
