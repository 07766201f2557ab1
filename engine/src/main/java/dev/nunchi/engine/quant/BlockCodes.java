package dev.nunchi.engine.quant;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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
    private final Block block;
    private final byte[] codes;
    private final float[] scales;
    private final float[] minima;

    /// @param format a quantised one
    public BlockCodes(TensorFormat format) {
        this.format = format;
        this.reader = BlockReader.of(format);
        this.block = new Block(format.blockBytes());
        this.codes = new byte[format.blockSize()];
        this.scales = new float[format.blockSize() / format.groupSize()];
        this.minima = new float[scales.length];
    }

    /// Reads block `index` of `row`.
    public void read(MemorySegment row, long index) {
        block.load(row, index * format.blockBytes());
        reader.scales().read(block, this);
        reader.codes().read(block, this);
    }

    /// Reads the codes of block `index` only.
    public void readCodes(MemorySegment row, long index) {
        block.load(row, index * format.blockBytes());
        reader.codes().read(block, this);
    }

    /// Reads scales and minima of block `index` only.
    public void readScales(MemorySegment row, long index) {
        block.load(row, index * format.blockBytes());
        reader.scales().read(block, this);
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

    /// A block's bytes, copied: arrays are read several times faster than segments.
    static final class Block {
        private static final VarHandle SHORTS =
                MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
        private static final VarHandle INTS =
                MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

        private final byte[] bytes;

        Block(int size) {
            bytes = new byte[size];
        }

        void load(MemorySegment row, long start) {
            MemorySegment.copy(row, JAVA_BYTE, start, bytes, 0, bytes.length);
        }

        byte[] bytes() {
            return bytes;
        }

        int u8(int at) {
            return bytes[at] & 0xFF;
        }

        int i16(int at) {
            return (short) SHORTS.get(bytes, at);
        }

        int i32(int at) {
            return (int) INTS.get(bytes, at);
        }

        float half(int at) {
            return Float.float16ToFloat((short) SHORTS.get(bytes, at));
        }
    }
}
