package dev.nunchi.engine.text;

import dev.nunchi.engine.error.CheckpointException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;

/// The table by which SentencePiece changes characters: a trie as a double array, and the texts
/// that its leaves point at, each ended by a zero.
///
/// | bytes | content |
/// |---|---|
/// | 4 | bytes of the trie |
/// | … | units of 4 bytes: of a node bits 0–7 its label, 8 whether it has a leaf, 9 whether the offset is shifted by 8, 10–31 the offset; of a leaf bit 31 and the place of its text |
/// | rest | texts in UTF-8 |
///
/// Source: `darts.h` (Darts-clone) and `spm_precompiled`.
final class CharacterTable {
    private static final Path FILE = Path.of("tokenizer.json");
    private static final int LABELS = 256;
    private static final int CONTINUATION = 0x80;

    private CharacterTable() {}

    /// Checks that no walk through the trie leaves it, and that leaves point at characters' starts.
    ///
    /// @param base64 as `precompiled_charsmap` has it
    static void check(String base64) throws CheckpointException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(FILE, "a table of characters is not Base64", e);
        }
        var table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long trie = bytes.length < 4 ? -1 : Integer.toUnsignedLong(table.getInt());
        require(trie >= 0 && trie % 4 == 0 && trie <= table.remaining() && trie > 0);
        var units = table.slice(4, (int) trie).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        int texts = 4 + (int) trie;
        for (int i = 0; i < units.limit(); i++) {
            int unit = units.get(i);
            if (unit < 0) {
                int place = unit & Integer.MAX_VALUE;
                require(place <= bytes.length - texts && startsCharacter(bytes, texts, place));
            } else {
                int shift = (unit >>> 9) & 1;
                int base = i ^ ((unit >>> 10) << (8 * shift));
                require((base | (LABELS - 1)) < units.limit());
            }
        }
    }

    private static boolean startsCharacter(byte[] bytes, int texts, int place) {
        int at = texts + place;
        return at == bytes.length || (bytes[at] & 0xC0) != CONTINUATION;
    }

    private static void require(boolean condition) throws CheckpointException {
        if (!condition) {
            throw new CheckpointException(FILE, "a table of characters points outside itself");
        }
    }
}
