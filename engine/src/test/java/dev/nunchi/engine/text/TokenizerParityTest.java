package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.TokenizerSource.TokenizerJson;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.Arrays;
import java.util.List;

/// Seven styles of tokenizer, 51 texts each, against the reference implementation.
class TokenizerParityTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sp_bpe_prefix",
                "sp_bpe_first",
                "sp_unigram",
                "byte_bpe_gpt2",
                "byte_bpe_smollm",
                "byte_bpe_qwen2",
                "byte_bpe_llama3"
            })
    void stylesEncodeAndDecodeAsTheReferenceDoes(String style) throws Exception {
        var expected = Fixtures.json("tokenizers/" + style + "/expected/expected.json");
        var json = Fixtures.text("tokenizers/" + style + "/tokenizer.json");
        try (var tokenizer = Tokenizer.open(new TokenizerJson(json))) {
            assertEquals(51, expected.get("encodings").size());
            for (var encoding : expected.get("encodings")) {
                checkEncoding(tokenizer, encoding);
            }
        }
    }

    static void checkEncoding(Tokenizer tokenizer, JsonNode expected) {
        var text = expected.get("text").asString();
        var ids = Fixtures.ints(expected.get("ids"));
        var plainIds = Fixtures.ints(expected.get("plain_ids"));
        assertArrayEquals(ids, tokenizer.encode(List.of(Segment.layout(text))), text);
        assertArrayEquals(plainIds, tokenizer.encodePlain(text), text);
        assertArrayEquals(plainIds, tokenizer.encode(List.of(Segment.content(text))), text);
        assertEquals(expected.get("decoded").asString(), tokenizer.decodeWithSpecials(ids));
        assertEquals(expected.get("decoded_skip_special").asString(), tokenizer.decode(ids));
        assertEquals(expected.get("plain_decoded").asString(), tokenizer.decode(plainIds));
        var prefixes = expected.path("plain_prefix_decodes");
        for (int i = 0; i < prefixes.size(); i++) {
            var prefix = Arrays.copyOf(plainIds, i + 1);
            assertEquals(prefixes.get(i).asString(), tokenizer.decode(prefix));
        }
        assertStreamIsWhole(tokenizer, plainIds);
    }

    private static void assertStreamIsWhole(Tokenizer tokenizer, int[] ids) {
        var stream = tokenizer.stream();
        var shown = new StringBuilder();
        var whole = tokenizer.decode(ids);
        for (int id : ids) {
            shown.append(stream.accept(id));
            assertTrue(whole.startsWith(shown.toString()), () -> "half a character in " + shown);
        }
        assertEquals(whole, shown.append(stream.flush()).toString());
    }
}
