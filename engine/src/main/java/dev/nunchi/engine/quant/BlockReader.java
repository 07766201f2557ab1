package dev.nunchi.engine.quant;

import dev.nunchi.engine.quant.BlockCodes.Block;

/// Takes blocks of one format apart.
///
/// Byte offsets in the comments count from the block's start. Source: `ggml/src/ggml-common.h`
/// (layouts) and `ggml/src/ggml-quants.c` (`dequantize_row_*`).
///
/// @param scales fills in scales and minima
/// @param codes fills in codes
record BlockReader(Part scales, Part codes) {
    /// One kind of what a block holds.
    interface Part {
        void read(Block block, BlockCodes into);
    }

    /// @param format a quantised one
    static BlockReader of(TensorFormat format) {
        return switch (format) {
            case Q4_0 -> new BlockReader(SmallBlocks::scale, SmallBlocks::codesQ40);
            case Q4_1 -> new BlockReader(SmallBlocks::scaleAndMinimum, SmallBlocks::codesQ41);
            case Q5_0 -> new BlockReader(SmallBlocks::scale, SmallBlocks::codesQ50);
            case Q5_1 -> new BlockReader(SmallBlocks::scaleAndMinimum, SmallBlocks::codesQ51);
            case Q8_0 -> new BlockReader(SmallBlocks::scale, SmallBlocks::codesQ80);
            case IQ4_NL -> new BlockReader(SmallBlocks::scale, SmallBlocks::codesIq4Nl);
            case Q2_K -> new BlockReader(SuperBlocks::scalesQ2K, SuperBlocks::codesQ2K);
            case Q3_K -> new BlockReader(SuperBlocks::scalesQ3K, SuperBlocks::codesQ3K);
            case Q4_K -> new BlockReader(SuperBlocks::scalesAndMinima, SuperBlocks::codesQ4K);
            case Q5_K -> new BlockReader(SuperBlocks::scalesAndMinima, SuperBlocks::codesQ5K);
            case Q6_K -> new BlockReader(SuperBlocks::scalesQ6K, SuperBlocks::codesQ6K);
            case IQ4_XS -> new BlockReader(SuperBlocks::scalesIq4Xs, SuperBlocks::codesIq4Xs);
            case F32, F16, BF16, I64, I32, I8, U8, BOOL ->
                    throw new IllegalArgumentException(format + " has no blocks");
        };
    }
}
