package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.checkpoint.TokenizerSource.TokenizerJson;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class TokenStreamTest {
    private Tokenizer tokenizer;

    @BeforeEach
    void openTokenizer() throws Exception {
        tokenizer =
                Tokenizer.open(
                        new TokenizerJson(
                                Fixtures.text("tokenizers/byte_bpe_smollm/tokenizer.json")));
    }

    @AfterEach
    void closeTokenizer() {
        tokenizer.close();
    }

    private List<String> pieces(int... ids) {
        var stream = tokenizer.stream();
        var pieces = new ArrayList<String>();
        for (int id : ids) {
            pieces.add(stream.accept(id));
        }
        pieces.add(stream.flush());
        return pieces;
    }

    /// The ids of a text's UTF-8 bytes, one by one.
    private int[] bytes(String text) {
        var ids = tokenizer.encodePlain(text);
        assertEquals(text.getBytes(StandardCharsets.UTF_8).length, ids.length);
        return ids;
    }

    @Test
    void characterIsHeldBackUntilItsLastByte() {
        assertEquals(List.of("", "", "", "\uD834\uDD1E", ""), pieces(bytes("\uD834\uDD1E")));
    }

    @Test
    void incompleteCharacterIsReplacedAtTheEnd() {
        var clef = bytes("\uD834\uDD1E");
        assertEquals(List.of("", "", "\uFFFD"), pieces(clef[0], clef[1]));
    }

    @Test
    void specialTokensAreLeftOut() {
        int end = tokenizer.idOf("<|im_end|>").orElseThrow();
        int a = tokenizer.encodePlain("a")[0];
        assertEquals(List.of("", "a", "", "a", ""), pieces(end, a, end, a));
    }

    @Test
    void longStreamEqualsTheDecodedWhole() {
        var text = "The 7 cats 고양이 😀 sat.\n".repeat(200);
        assertEquals(text, String.join("", pieces(tokenizer.encodePlain(text))));
    }
}
