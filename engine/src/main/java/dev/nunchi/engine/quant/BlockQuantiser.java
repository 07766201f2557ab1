package dev.nunchi.engine.quant;

/// Packs float32 values into ggml's blocks of 32.
///
/// | format | an element becomes | steps |
/// |---|---|---|
/// | Q4_0 | `d · (q − 8)` | 0 to 15 |
/// | Q4_1 | `d · q + m` | 0 to 15 |
/// | Q8_0 | `d · q` | −127 to 127 |
///
/// Scales and minima are rounded to float16 first and steps chosen for the rounded ones. Not
/// thread-safe: one for each thread. Blocks are worked on side by side ([Lanes]), so give it many
/// values at a time.
public final class BlockQuantiser {
    private final TensorFormat format;
    private final BlockFit fit;

    /// 0 if rows make no difference.
    private final int rowBlocks;

    private final Lanes lanes = new Lanes();
    private double squaredError;
    private double squaredSum;

    /// @param format one of those in the table
    /// @throws IllegalArgumentException for any other format
    public BlockQuantiser(TensorFormat format, Rounding rounding) {
        this(format, rounding, InputMoments.UNKNOWN);
    }

    /// @param inputs what rows are multiplied by, as far as it is known; a search goes by it
    public BlockQuantiser(TensorFormat format, Rounding rounding, InputMoments inputs) {
        this.format = format;
        this.rowBlocks = inputs.width() / Lanes.BLOCK;
        this.fit = new BlockFit(steps(format), rounding, inputs);
    }

    /// Whether there is a packing into a format.
    public static boolean packs(TensorFormat format) {
        return format == TensorFormat.Q4_0
                || format == TensorFormat.Q4_1
                || format == TensorFormat.Q8_0;
    }

    private static BlockFit.Steps steps(TensorFormat format) {
        return switch (format) {
            case Q4_0 -> new BlockFit.Steps.Centred(-8, 7);
            case Q4_1 -> new BlockFit.Steps.FromMinimum(15);
            case Q8_0 -> new BlockFit.Steps.Centred(-127, 127);
            default -> throw new IllegalArgumentException("nothing is packed into " + format);
        };
    }

    /// Packs `count` values.
    ///
    /// @param values whole rows, if something is known of the inputs
    /// @param count a multiple of 32
    /// @param into receives `format.bytesFor(count)` bytes
    public void encode(float[] values, int count, byte[] into) {
        int blocks = count / Lanes.BLOCK;
        if (count % Lanes.BLOCK != 0 || into.length < format.bytesFor(count)) {
            throw new IllegalArgumentException(
                    "%d values of %s into %d bytes".formatted(count, format, into.length));
        }
        if (rowBlocks == 0) {
            encodeEvery(1, 0, values, blocks, into);
        }
        for (int first = 0; first < rowBlocks; first++) {
            encodeEvery(rowBlocks, first, values, blocks, into);
        }
    }

    /// Packs the block numbered `first` and every `step`th after it.
    private void encodeEvery(int step, int first, float[] values, int blocks, byte[] into) {
        for (int block = first; block < blocks; block += step * Lanes.WIDTH) {
            int count = Math.min(Lanes.WIDTH, Math.ceilDiv(blocks - block, step));
            lanes.load(values, block * Lanes.BLOCK, step * Lanes.BLOCK, count);
            fit.fit(lanes, first);
            squaredError += lanes.squaredError();
            squaredSum += lanes.squaredSum();
            for (int lane = 0; lane < count; lane++) {
                store(lane, into, (block + lane * step) * format.blockBytes());
            }
        }
    }

    /// The sum of squared differences between all values so far and what they became; not a number
    /// if one of them was not finite.
    public double squaredError() {
        return squaredError;
    }

    /// The sum of squares of all values so far.
    public double squaredSum() {
        return squaredSum;
    }

    private void store(int lane, byte[] into, int offset) {
        int at = putHalf(into, offset, lanes.scale(lane));
        switch (format) {
            case Q4_0 -> putNibbles(into, at, lane, 8);
            case Q4_1 -> putNibbles(into, putHalf(into, at, lanes.minimum(lane)), lane, 0);
            default -> {
                for (int i = 0; i < Lanes.BLOCK; i++) {
                    into[at++] = (byte) lanes.step(i, lane);
                }
            }
        }
    }

    private static int putHalf(byte[] into, int at, float value) {
        short half = Float.floatToFloat16(value);
        into[at] = (byte) half;
        into[at + 1] = (byte) (half >>> 8);
        return at + 2;
    }

    /// Elements 0..15 lie in the low nibbles, 16..31 in the high ones.
    private void putNibbles(byte[] into, int at, int lane, int zero) {
        int half = Lanes.BLOCK / 2;
        for (int i = 0; i < half; i++) {
            int low = lanes.step(i, lane) + zero;
            int high = lanes.step(i + half, lane) + zero;
            into[at + i] = (byte) (low | high << 4);
        }
    }
}
