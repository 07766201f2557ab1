package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.TokenizerSource.TokenizerJson;
import dev.nunchi.engine.error.CheckpointException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;

class TokenizerTest {
    private static final int IM_START = 1;

    private static ObjectNode smollm() throws Exception {
        return (ObjectNode) Fixtures.json("tokenizers/byte_bpe_smollm/tokenizer.json");
    }

    private static Tokenizer open(ObjectNode document) throws Exception {
        return Tokenizer.open(new TokenizerJson(JsonMapper.shared().writeValueAsString(document)));
    }

    private static void assertRejected(ObjectNode document) {
        assertThrows(CheckpointException.class, () -> open(document).close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"model\":{}}",
                "{\"model\":{\"vocab\":7}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{},\"merges\":[[\"a\",\"b\"]]}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}}",
                "{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",0.0]]}}",
                "{\"added_tokens\":[7],\"model\":{\"vocab\":{}}}"
            })
    void openRejectsDocumentWithoutVocabulary(String json) {
        assertThrows(
                CheckpointException.class, () -> Tokenizer.open(new TokenizerJson(json)).close());
    }

    @Test
    void openRejectsTruncatedDocument() throws Exception {
        var json = Fixtures.text("tokenizers/byte_bpe_smollm/tokenizer.json").strip();
        for (int length = 0; length < json.length(); length += 997) {
            var truncated = new TokenizerJson(json.substring(0, length));
            assertThrows(CheckpointException.class, () -> Tokenizer.open(truncated).close());
        }
    }

    @Test
    void openRejectsDeeplyNestedDocument() {
        var bomb = new TokenizerJson("{\"model\":" + "[".repeat(1_000_000));
        assertThrows(CheckpointException.class, () -> Tokenizer.open(bomb).close());
    }

    @Test
    void openRejectsAddedTokenWithAnotherId() throws Exception {
        var document = smollm();
        ((ObjectNode) document.get("added_tokens").get(3)).put("id", 1700);
        assertRejected(document);
    }

    @Test
    void openRejectsMergeOfUnknownPieces() throws Exception {
        var document = smollm();
        document.withArray("/model/merges").addArray().add("qq").add("zz");
        assertRejected(document);
    }

    /// The native library would cut a merge's right half within a character and end the program.
    @Test
    void openRejectsPrefixOfSubwords() throws Exception {
        var document = smollm();
        ((ObjectNode) document.get("model")).put("continuing_subword_prefix", "##");
        assertRejected(document);
    }

    @Test
    void openRejectsStepThatNobodyTried() throws Exception {
        var document = smollm();
        document.putObject("decoder").put("type", "CTC");
        assertRejected(document);
    }

    @Test
    void openRejectsStripOfMoreThanATokenHas() throws Exception {
        var document = smollm();
        document.putObject("decoder")
                .put("type", "Strip")
                .put("content", " ")
                .put("start", 0)
                .put("stop", 9);
        assertRejected(document);
    }

    @Test
    void openRejectsTableOfCharactersThatPointsOutside() throws Exception {
        var table = new byte[4 + 1024 + 1];
        table[1] = 4; // 1024 bytes of trie
        var sound = smollm();
        putTable(sound, table);
        open(sound).close();
        table[7] = 0x7f; // the offset of the first unit
        var damaged = smollm();
        putTable(damaged, table);
        assertRejected(damaged);
    }

    private static void putTable(ObjectNode document, byte[] table) {
        document.putObject("normalizer")
                .put("type", "Precompiled")
                .put("precompiled_charsmap", Base64.getEncoder().encodeToString(table));
    }

    @Test
    void specialTokensAreFoundByTextAndById() throws Exception {
        try (var tokenizer = open(smollm())) {
            assertEquals(OptionalInt.of(IM_START), tokenizer.idOf("<|im_start|>"));
            assertEquals("<|im_start|>", tokenizer.textOf(IM_START).orElseThrow());
            assertEquals(OptionalInt.empty(), tokenizer.idOf("Hello"));
            assertEquals(OptionalInt.empty(), tokenizer.beginToken());
        }
    }

    @Test
    void specialTokenSplitBetweenOwnersStaysText() throws Exception {
        try (var tokenizer = open(smollm())) {
            var split = List.of(Segment.layout("<|im_"), Segment.content("start|>"));
            assertArrayEquals(tokenizer.encodePlain("<|im_start|>"), tokenizer.encode(split));
        }
    }

    @Test
    void markerThatIsNotCalledSpecialCannotBeTyped() throws Exception {
        var document = smollm();
        ((ObjectNode) document.get("added_tokens").get(3)).put("special", false);
        try (var tokenizer = open(document)) {
            var typed = tokenizer.encodePlain("<image>");
            assertEquals("<image>", tokenizer.decode(typed));
            assertEquals(OptionalInt.of(1600), tokenizer.idOf("<image>"));
            assertTrue(typed.length > 1);
        }
    }

    @Test
    void typedPrivateNameIsPlainText() throws Exception {
        try (var tokenizer = open(smollm())) {
            var typed = tokenizer.encodePlain(TokenizerDocument.privateName(IM_START));
            assertEquals("\uFFFD1\uFFFD", tokenizer.decode(typed));
        }
    }

    @Test
    void halfSurrogatePairBecomesReplacementCharacter() throws Exception {
        try (var tokenizer = open(smollm())) {
            assertEquals("a\uFFFDb", tokenizer.decode(tokenizer.encodePlain("a\uD83Db")));
        }
    }

    @Test
    void decodeIgnoresIdsOutsideTheVocabulary() throws Exception {
        try (var tokenizer = open(smollm())) {
            assertEquals("", tokenizer.decode(-200, 1_000_000, Integer.MAX_VALUE));
        }
    }

    @Test
    void openingKeepsTheLibraryOffTheNetwork() throws Exception {
        open(smollm()).close();
        assertEquals("true", System.getProperty("ai.djl.offline"));
        assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
        assertEquals("cpu", System.getProperty("RUST_FLAVOR"));
    }
}
