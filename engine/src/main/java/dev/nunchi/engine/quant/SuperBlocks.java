package dev.nunchi.engine.quant;

import dev.nunchi.engine.quant.BlockCodes.Block;

/// Reads blocks of 256 whose groups have scales that are themselves quantised.
///
/// In what follows `l` is an element's place in a run of 32 and `j` the run's number.
final class SuperBlocks {
    private static final int SIZE = 256;
    private static final int RUN = 32;
    private static final int RUNS = SIZE / RUN;

    private SuperBlocks() {}

    /// 0: scales and minima, 4 bits each; 80: d; 82: d' of the minima.
    static void scalesQ2K(Block block, BlockCodes into) {
        float scale = block.half(80);
        float least = block.half(82);
        for (int g = 0; g < SIZE / 16; g++) {
            into.scales()[g] = scale * (block.u8(g) & 15);
            into.minima()[g] = -(least * (block.u8(g) >>> 4));
        }
    }

    /// 16: codes.
    static void codesQ2K(Block block, BlockCodes into) {
        readPairs(block, 16, into.codes());
    }

    /// 96: 6-bit scales; 108: d.
    static void scalesQ3K(Block block, BlockCodes into) {
        float scale = block.half(108);
        for (int g = 0; g < SIZE / 16; g++) {
            int low = (block.u8(96 + g % 8) >>> (g < 8 ? 0 : 4)) & 15;
            int high = (block.u8(104 + g % 4) >>> (2 * (g / 4))) & 3;
            into.scales()[g] = scale * ((low | (high << 4)) - 32);
        }
    }

    /// 0: third bits, inverted; 32: codes.
    static void codesQ3K(Block block, BlockCodes into) {
        byte[] codes = into.codes();
        readPairs(block, 32, codes);
        for (int j = 0; j < RUNS; j++) {
            for (int l = 0; l < RUN; l++) {
                int third = block.u8(l) >>> j & 1;
                codes[RUN * j + l] += (byte) ((third << 2) - 4);
            }
        }
    }

    /// Two bits of every element: the four runs of a half share 32 bytes.
    private static void readPairs(Block block, int at, byte[] codes) {
        for (int j = 0; j < RUNS; j++) {
            int from = at + RUN * (j / 4);
            int shift = 2 * (j % 4);
            for (int l = 0; l < RUN; l++) {
                codes[RUN * j + l] = (byte) (block.u8(from + l) >>> shift & 3);
            }
        }
    }

    /// 16: nibbles.
    static void codesQ4K(Block block, BlockCodes into) {
        readRuns(block, 16, into.codes());
    }

    /// 16: fifth bits; 48: nibbles.
    static void codesQ5K(Block block, BlockCodes into) {
        byte[] codes = into.codes();
        readRuns(block, 48, codes);
        for (int j = 0; j < RUNS; j++) {
            for (int l = 0; l < RUN; l++) {
                codes[RUN * j + l] += (byte) ((block.u8(16 + l) >>> j & 1) << 4);
            }
        }
    }

    /// 0: d; 2: d'; 4: scales and minima.
    ///
    /// Twelve bytes hold eight scales and eight minima of 6 bits: those of groups 0 to 3 in the low
    /// bits of bytes 0 to 3 and 4 to 7, the others in nibbles of bytes 8 to 11, with their upper
    /// bits in what bytes 0 to 7 have left (`get_scale_min_k4`).
    static void scalesAndMinima(Block block, BlockCodes into) {
        float scale = block.half(0);
        float least = block.half(2);
        for (int g = 0; g < RUNS; g++) {
            int s;
            int m;
            if (g < 4) {
                s = block.u8(4 + g) & 63;
                m = block.u8(8 + g) & 63;
            } else {
                s = (block.u8(8 + g) & 15) | ((block.u8(g) >>> 6) << 4);
                m = (block.u8(8 + g) >>> 4) | ((block.u8(4 + g) >>> 6) << 4);
            }
            into.scales()[g] = scale * s;
            into.minima()[g] = -(least * m);
        }
    }

    /// Two neighbouring runs share 32 bytes, the first in the low nibbles.
    private static void readRuns(Block block, int at, byte[] codes) {
        for (int j = 0; j < RUNS; j++) {
            int from = at + RUN * (j / 2);
            int shift = 4 * (j % 2);
            for (int l = 0; l < RUN; l++) {
                codes[RUN * j + l] = (byte) (block.u8(from + l) >>> shift & 15);
            }
        }
    }

    /// 192: signed scales; 208: d.
    static void scalesQ6K(Block block, BlockCodes into) {
        float scale = block.half(208);
        for (int g = 0; g < SIZE / 16; g++) {
            into.scales()[g] = scale * block.bytes()[192 + g];
        }
    }

    /// 0: nibbles; 128: upper two bits. Of the four runs of a half `n` the first two are in low
    /// nibbles.
    static void codesQ6K(Block block, BlockCodes into) {
        byte[] codes = into.codes();
        readPairs(block, 128, codes);
        for (int j = 0; j < RUNS; j++) {
            int from = 64 * (j / 4) + RUN * (j % 2);
            int shift = 4 * (j % 4 / 2);
            for (int l = 0; l < RUN; l++) {
                int low = block.u8(from + l) >>> shift & 15;
                codes[RUN * j + l] = (byte) ((low | codes[RUN * j + l] << 4) - 32);
            }
        }
    }

    /// 0: d; 2: upper two bits of the scales; 4: their nibbles.
    static void scalesIq4Xs(Block block, BlockCodes into) {
        float scale = block.half(0);
        int upper = block.i16(2);
        for (int g = 0; g < RUNS; g++) {
            int low = (block.u8(4 + g / 2) >>> (4 * (g % 2))) & 15;
            int high = (upper >>> (2 * g)) & 3;
            into.scales()[g] = scale * ((low | (high << 4)) - 32);
        }
    }

    /// 8: nibbles of codes.
    static void codesIq4Xs(Block block, BlockCodes into) {
        for (int g = 0; g < RUNS; g++) {
            SmallBlocks.readTable(block, 8 + 16 * g, into.codes(), RUN * g);
        }
    }
}
