package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A row of JSON, parsed, with its fields asked for by kind.
record JsonRow(JsonNode node) {
    private static final int MAX_DEPTH = 24;

    /// Bounds the tree, whose smallest nodes take thirty times their text.
    private static final int MAX_TOKENS = 200_000;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxTokenCount(MAX_TOKENS)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// @param utf8 at most [JsonRows#MAX_ROW_BYTES]
    static JsonRow parse(byte[] utf8) throws RefusedRowException {
        return parse(decode(utf8));
    }

    /// @param json no longer than [JsonRows#MAX_ROW_BYTES]
    static JsonRow parse(String json) throws RefusedRowException {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new RefusedRowException(
                    Reason.UNREADABLE, Words.shortened(e.getOriginalMessage()));
        }
        if (!node.isObject()) {
            throw new RefusedRowException(Reason.UNREADABLE, "not a JSON object");
        }
        return new JsonRow(node);
    }

    /// Text of a data file, which must be UTF-8: Jackson alone would let some wrong bytes through.
    static String decode(byte[] utf8) throws RefusedRowException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException _) {
            throw new RefusedRowException(Reason.UNREADABLE, "not UTF-8 text");
        }
    }

    boolean has(String field) {
        return node.has(field);
    }

    /// The text of a field; a number counts as its digits.
    Optional<String> text(String field) {
        var value = node.path(field);
        return value.isString() || value.isNumber()
                ? Optional.of(value.asString())
                : Optional.empty();
    }
}
