package dev.nunchi.engine.quant;

import dev.nunchi.engine.quant.BlockCodes.Block;

/// Reads blocks of 256 whose groups have scales that are themselves quantised.
///
/// In what follows `l` is an element's place in a run of 32, `j` the run's number, in the whole
/// block or in its half `n`.
final class SuperBlocks {
    private static final int SIZE = 256;
    private static final int RUN = 32;
    private static final int RUNS = SIZE / RUN;

    private SuperBlocks() {}

    /// 0: scales and minima, 4 bits each; 16: codes; 80: d; 82: d' of the minima.
    static void readQ2K(Block block, BlockCodes into) {
        float scale = block.half(80);
        float least = block.half(82);
        for (int g = 0; g < SIZE / 16; g++) {
            into.scales()[g] = scale * (block.u8(g) & 15);
            into.minima()[g] = -(least * (block.u8(g) >>> 4));
        }
        for (int i = 0; i < SIZE; i++) {
            into.codes()[i] = (byte) pair(block, 16, i);
        }
    }

    /// 0: third bits, inverted; 32: codes; 96: 6-bit scales; 108: d.
    static void readQ3K(Block block, BlockCodes into) {
        float scale = block.half(108);
        for (int g = 0; g < SIZE / 16; g++) {
            int low = block.u8(96 + g % 8) >>> (g < 8 ? 0 : 4) & 15;
            int high = block.u8(104 + g % 4) >>> 2 * (g / 4) & 3;
            into.scales()[g] = scale * ((low | high << 4) - 32);
        }
        for (int i = 0; i < SIZE; i++) {
            int third = block.u8(i % RUN) >>> i / RUN & 1;
            into.codes()[i] = (byte) (pair(block, 32, i) - 4 + (third << 2));
        }
    }

    /// Two bits of element `i`: four runs of a half share 32 bytes.
    private static int pair(Block block, int at, int i) {
        int half = i / 128;
        int run = i / RUN % 4;
        return block.u8(at + RUN * half + i % RUN) >>> 2 * run & 3;
    }

    /// 0: d; 2: d'; 4: scales and minima; 16: nibbles.
    static void readQ4K(Block block, BlockCodes into) {
        readScalesAndMinima(block, into);
        readRuns(block, 16, into.codes());
    }

    /// 0: d; 2: d'; 4: scales and minima; 16: fifth bits; 48: nibbles.
    static void readQ5K(Block block, BlockCodes into) {
        readScalesAndMinima(block, into);
        readRuns(block, 48, into.codes());
        for (int i = 0; i < SIZE; i++) {
            int fifth = block.u8(16 + i % RUN) >>> i / RUN & 1;
            into.codes()[i] += (byte) (fifth << 4);
        }
    }

    /// Twelve bytes hold eight scales and eight minima of 6 bits: those of groups 0 to 3 in the low
    /// bits of bytes 0 to 3 and 4 to 7, the others in nibbles of bytes 8 to 11, with their upper
    /// bits in what bytes 0 to 7 have left (`get_scale_min_k4`).
    private static void readScalesAndMinima(Block block, BlockCodes into) {
        float scale = block.half(0);
        float least = block.half(2);
        for (int g = 0; g < RUNS; g++) {
            int s;
            int m;
            if (g < 4) {
                s = block.u8(4 + g) & 63;
                m = block.u8(8 + g) & 63;
            } else {
                s = block.u8(8 + g) & 15 | block.u8(g) >>> 6 << 4;
                m = block.u8(8 + g) >>> 4 | block.u8(4 + g) >>> 6 << 4;
            }
            into.scales()[g] = scale * s;
            into.minima()[g] = -(least * m);
        }
    }

    /// Two neighbouring runs share 32 bytes, the first in the low nibbles.
    private static void readRuns(Block block, int at, byte[] codes) {
        for (int i = 0; i < SIZE; i++) {
            int run = i / RUN;
            int nibbles = block.u8(at + RUN * (run / 2) + i % RUN);
            codes[i] = (byte) (nibbles >>> 4 * (run % 2) & 15);
        }
    }

    /// 0: nibbles; 128: upper two bits; 192: signed scales; 208: d.
    static void readQ6K(Block block, BlockCodes into) {
        float scale = block.half(208);
        for (int g = 0; g < SIZE / 16; g++) {
            into.scales()[g] = scale * block.i8(192 + g);
        }
        for (int i = 0; i < SIZE; i++) {
            int half = i / 128;
            int run = i / RUN % 4;
            int nibbles = block.u8(64 * half + RUN * (run % 2) + i % RUN);
            int low = nibbles >>> 4 * (run / 2) & 15;
            into.codes()[i] = (byte) ((low | pair(block, 128, i) << 4) - 32);
        }
    }

    /// 0: d; 2: upper two bits of the scales; 4: their nibbles; 8: nibbles of codes.
    static void readIq4Xs(Block block, BlockCodes into) {
        float scale = block.half(0);
        int upper = block.i16(2);
        for (int g = 0; g < RUNS; g++) {
            int low = block.u8(4 + g / 2) >>> 4 * (g % 2) & 15;
            int high = upper >>> 2 * g & 3;
            into.scales()[g] = scale * ((low | high << 4) - 32);
            SmallBlocks.readTable(block, 8 + 16 * g, into.codes(), RUN * g);
        }
    }
}
