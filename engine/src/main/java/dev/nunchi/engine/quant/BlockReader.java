package dev.nunchi.engine.quant;

import dev.nunchi.engine.quant.BlockCodes.Block;

/// Takes blocks of one format apart.
///
/// Byte offsets in the comments count from the block's start. Source: `ggml/src/ggml-common.h`
/// (layouts) and `ggml/src/ggml-quants.c` (`dequantize_row_*`).
interface BlockReader {
    void read(Block block, BlockCodes into);

    /// @param format a quantised one
    static BlockReader of(TensorFormat format) {
        return switch (format) {
            case Q4_0 -> SmallBlocks::readQ40;
            case Q4_1 -> SmallBlocks::readQ41;
            case Q5_0 -> SmallBlocks::readQ50;
            case Q5_1 -> SmallBlocks::readQ51;
            case Q8_0 -> SmallBlocks::readQ80;
            case IQ4_NL -> SmallBlocks::readIq4Nl;
            case Q2_K -> SuperBlocks::readQ2K;
            case Q3_K -> SuperBlocks::readQ3K;
            case Q4_K -> SuperBlocks::readQ4K;
            case Q5_K -> SuperBlocks::readQ5K;
            case Q6_K -> SuperBlocks::readQ6K;
            case IQ4_XS -> SuperBlocks::readIq4Xs;
            case F32, F16, BF16, I64, I32, I8, U8, BOOL ->
                    throw new IllegalArgumentException(format + " has no blocks");
        };
    }
}
