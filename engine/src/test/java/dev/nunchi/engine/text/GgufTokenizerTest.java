package dev.nunchi.engine.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.GgufFile;
import dev.nunchi.engine.checkpoint.TokenizerSource.GgufVocabulary;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Vocabularies of the tokenizer fixtures, written as GGUF metadata and read back.
class GgufTokenizerTest {
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "byte_bpe_gpt2, default",
        "byte_bpe_smollm, smollm",
        "byte_bpe_qwen2, qwen2",
        "byte_bpe_llama3, llama-bpe"
    })
    void byteLevelVocabularyEncodesAsItsTokenizerJson(String style, String pre) throws Exception {
        var values = byteLevel(Fixtures.json("tokenizers/" + style + "/tokenizer.json"), pre);
        var expected = Fixtures.json("tokenizers/" + style + "/expected/expected.json");
        try (var file = open(values);
                var tokenizer = Tokenizer.open(new GgufVocabulary(file.metadata()))) {
            for (var encoding : expected.get("encodings")) {
                var text = encoding.get("text").asString();
                var ids = Fixtures.ints(encoding.get("ids"));
                assertArrayEquals(ids, tokenizer.encode(List.of(Segment.layout(text))), text);
                assertArrayEquals(
                        Fixtures.ints(encoding.get("plain_ids")), tokenizer.encodePlain(text));
                assertEquals(
                        encoding.get("decoded_skip_special").asString(), tokenizer.decode(ids));
            }
        }
    }

    @Test
    void sentencePieceMergesByScore() throws Exception {
        try (var file = open(sentencePiece());
                var tokenizer = Tokenizer.open(new GgufVocabulary(file.metadata()))) {
            // "▁ab" scores below "bc", so the latter is made.
            assertArrayEquals(new int[] {8, 9}, tokenizer.encodePlain("abc"));
            assertArrayEquals(new int[] {10}, tokenizer.encodePlain("ab"));
            assertArrayEquals(new int[] {4, 3}, tokenizer.encodePlain("\u0007"));
            assertEquals("abc", tokenizer.decode(1, 4, 5, 9));
            assertEquals(1, tokenizer.beginToken().orElseThrow());
        }
    }

    @Test
    void typedControlTokenIsPlainText() throws Exception {
        try (var file = open(sentencePiece());
                var tokenizer = Tokenizer.open(new GgufVocabulary(file.metadata()))) {
            assertTrue(Arrays.stream(tokenizer.encodePlain("<s>")).noneMatch(id -> id == 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"scores", "token_type", "bos_token_id", "tokens"})
    void contradictingVocabularyIsRejected(String key) throws Exception {
        var values = sentencePiece();
        switch (key) {
            case "scores" -> values.put(key, new float[] {0, 1});
            case "token_type" -> values.put(key, new int[] {NORMAL});
            case "bos_token_id" -> values.put(key, 4711);
            default -> values.put(key, List.of("a", "a"));
        }
        assertRejected(CheckpointException.class, values);
    }

    @Test
    void mergeOfUnknownPiecesIsRejected() throws Exception {
        var values = byteLevel(Fixtures.json("tokenizers/byte_bpe_gpt2/tokenizer.json"), "default");
        values.put("merges", List.of("qq zz"));
        assertRejected(CheckpointException.class, values);
        values.put("merges", List.of("qq"));
        assertRejected(CheckpointException.class, values);
    }

    @Test
    void unknownKindsAreNamed() throws Exception {
        var values = sentencePiece();
        values.put("model", "wordwise");
        assertRejected(UnsupportedModelException.class, values);
        values = byteLevel(Fixtures.json("tokenizers/byte_bpe_gpt2/tokenizer.json"), "klingon");
        assertRejected(UnsupportedModelException.class, values);
    }

    private void assertRejected(
            Class<? extends EngineException> expected, Map<String, Object> values)
            throws Exception {
        try (var file = open(values)) {
            var source = new GgufVocabulary(file.metadata());
            assertThrows(expected, () -> Tokenizer.open(source).close());
        }
    }

    private static Map<String, Object> byteLevel(JsonNode tokenizer, String pre) {
        var byId = new TreeMap<Integer, String>();
        tokenizer
                .at("/model/vocab")
                .properties()
                .forEach(e -> byId.put(e.getValue().intValue(), e.getKey()));
        tokenizer
                .get("added_tokens")
                .forEach(t -> byId.put(t.get("id").intValue(), t.get("content").asString()));
        var types = new int[byId.size()];
        Arrays.fill(types, NORMAL);
        tokenizer.get("added_tokens").forEach(t -> types[t.get("id").intValue()] = CONTROL);
        var merges = new ArrayList<String>();
        for (var merge : tokenizer.at("/model/merges")) {
            merges.add(merge.get(0).asString() + " " + merge.get(1).asString());
        }
        var values = new LinkedHashMap<String, Object>();
        values.put("model", "gpt2");
        values.put("pre", pre);
        values.put("tokens", List.copyOf(byId.values()));
        values.put("token_type", types);
        values.put("merges", merges);
        return values;
    }

    private static Map<String, Object> sentencePiece() {
        var values = new LinkedHashMap<String, Object>();
        values.put("model", "llama");
        values.put(
                "tokens",
                List.of("<unk>", "<s>", "</s>", "<0x07>", "▁", "a", "b", "c", "▁a", "bc", "▁ab"));
        values.put("token_type", new int[] {2, 3, 3, 6, 1, 1, 1, 1, 1, 1, 1});
        values.put("scores", new float[] {0, 0, 0, 0, -9, -9, -9, -9, -2, -1, -3});
        values.put("bos_token_id", 1);
        values.put("unknown_token_id", 0);
        return values;
    }

    private GgufFile open(Map<String, Object> values) throws Exception {
        var path = Files.createTempFile(folder, "vocabulary", ".gguf");
        Files.write(path, gguf(values));
        return GgufFile.open(path);
    }

    /// A GGUF file of version 3 with these values under `tokenizer.ggml.` and without tensors.
    private static byte[] gguf(Map<String, Object> values) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(number(4, 3));
        out.writeBytes(number(8, 0));
        out.writeBytes(number(8, values.size()));
        values.forEach((key, value) -> {
            out.writeBytes(string("tokenizer.ggml." + key));
            out.writeBytes(value(value));
        });
        return out.toByteArray();
    }

    private static byte[] value(Object value) {
        var out = new ByteArrayOutputStream();
        switch (value) {
            case String text -> {
                out.writeBytes(number(4, 8));
                out.writeBytes(string(text));
            }
            case Integer number -> {
                out.writeBytes(number(4, 4));
                out.writeBytes(number(4, number));
            }
            case List<?> texts -> {
                out.writeBytes(arrayHead(8, texts.size()));
                texts.forEach(text -> out.writeBytes(string((String) text)));
            }
            case int[] numbers -> {
                out.writeBytes(arrayHead(5, numbers.length));
                Arrays.stream(numbers).forEach(n -> out.writeBytes(number(4, n)));
            }
            case float[] numbers -> {
                out.writeBytes(arrayHead(6, numbers.length));
                for (float number : numbers) {
                    out.writeBytes(number(4, Float.floatToIntBits(number)));
                }
            }
            default -> throw new IllegalArgumentException(value.toString());
        }
        return out.toByteArray();
    }

    private static byte[] arrayHead(int type, int count) {
        var head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        return head.putInt(9).putInt(type).putLong(count).array();
    }

    private static byte[] string(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] number(int size, long value) {
        var all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        return Arrays.copyOf(all, size);
    }
}
