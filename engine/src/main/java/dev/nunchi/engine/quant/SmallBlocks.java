package dev.nunchi.engine.quant;

import dev.nunchi.engine.quant.BlockCodes.Block;

/// Reads blocks of 32 with one scale.
final class SmallBlocks {
    private static final int SIZE = 32;
    private static final int HALF = SIZE / 2;

    /// The values of IQ4_NL and IQ4_XS (`kvalues_iq4nl`).
    private static final byte[] TABLE = {
        -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
    };

    private SmallBlocks() {}

    /// 0: d.
    static void scale(Block block, BlockCodes into) {
        into.scales()[0] = block.half(0);
    }

    /// 0: d, 2: m.
    static void scaleAndMinimum(Block block, BlockCodes into) {
        into.scales()[0] = block.half(0);
        into.minima()[0] = block.half(2);
    }

    /// 2: nibbles.
    static void codesQ40(Block block, BlockCodes into) {
        readNibbles(block, 2, into.codes(), -8);
    }

    /// 4: nibbles.
    static void codesQ41(Block block, BlockCodes into) {
        readNibbles(block, 4, into.codes(), 0);
    }

    /// 2: fifth bits, 6: nibbles.
    static void codesQ50(Block block, BlockCodes into) {
        readNibbles(block, 6, into.codes(), -16);
        addFifthBits(block.i32(2), into.codes());
    }

    /// 4: fifth bits, 8: nibbles.
    static void codesQ51(Block block, BlockCodes into) {
        readNibbles(block, 8, into.codes(), 0);
        addFifthBits(block.i32(4), into.codes());
    }

    /// 2: signed bytes.
    static void codesQ80(Block block, BlockCodes into) {
        System.arraycopy(block.bytes(), 2, into.codes(), 0, SIZE);
    }

    /// 2: nibbles.
    static void codesIq4Nl(Block block, BlockCodes into) {
        readTable(block, 2, into.codes(), 0);
    }

    /// Byte `i` holds elements `i` (low nibble) and `i + 16` (high nibble).
    private static void readNibbles(Block block, int at, byte[] codes, int shift) {
        for (int i = 0; i < HALF; i++) {
            int nibbles = block.u8(at + i);
            codes[i] = (byte) ((nibbles & 15) + shift);
            codes[i + HALF] = (byte) ((nibbles >>> 4) + shift);
        }
    }

    private static void addFifthBits(int bits, byte[] codes) {
        for (int i = 0; i < SIZE; i++) {
            codes[i] += (byte) ((bits >>> i & 1) << 4);
        }
    }

    /// 32 entries of the table, nibbles as in Q4_0.
    static void readTable(Block block, int at, byte[] codes, int offset) {
        for (int i = 0; i < HALF; i++) {
            int nibbles = block.u8(at + i);
            codes[offset + i] = TABLE[nibbles & 15];
            codes[offset + i + HALF] = TABLE[nibbles >>> 4];
        }
    }
}
