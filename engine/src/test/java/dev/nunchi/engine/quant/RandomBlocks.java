package dev.nunchi.engine.quant;

import dev.nunchi.engine.tensor.Tensor;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/// Random blocks of any quantised format: every bit by chance but for the float16 scales, which are
/// such that weights come out near one.
public final class RandomBlocks {
    private RandomBlocks() {}

    /// @param count weights, whole blocks
    public static MemorySegment of(TensorFormat format, int count, Random random) {
        var bytes = new byte[(int) format.bytesFor(count)];
        random.nextBytes(bytes);
        var blocks = MemorySegment.ofArray(bytes);
        for (long at = 0; at < bytes.length; at += format.blockBytes()) {
            for (int offset : scaleOffsets(format)) {
                float scale = (0.5f + random.nextFloat()) / largest(format);
                blocks.set(Tensor.SHORT, at + offset, Float.floatToFloat16(scale));
            }
        }
        return blocks;
    }

    /// Where a block has float16 numbers.
    private static List<Integer> scaleOffsets(TensorFormat format) {
        return switch (format) {
            case Q4_1, Q5_1, Q4_K, Q5_K -> List.of(0, 2);
            case Q2_K -> List.of(80, 82);
            case Q3_K -> List.of(108);
            case Q6_K -> List.of(208);
            default -> List.of(0);
        };
    }

    /// About what the scale is multiplied with.
    private static float largest(TensorFormat format) {
        return switch (format) {
            case Q4_0, Q4_1 -> 8;
            case Q5_0, Q5_1 -> 16;
            case Q2_K -> 32;
            case Q3_K -> 128;
            case Q4_K -> 500;
            case Q5_K -> 1000;
            case Q6_K, IQ4_XS -> 4000;
            default -> 127;
        };
    }
}
