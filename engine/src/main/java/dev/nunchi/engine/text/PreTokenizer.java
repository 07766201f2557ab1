package dev.nunchi.engine.text;

import dev.nunchi.engine.error.UnsupportedModelException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Arrays;

/// How byte-level BPE cuts a text into words before it merges, by the name that GGUF gives it.
///
/// Source: the models' own `tokenizer.json` files.
enum PreTokenizer {
    /// The classic cut of GPT-2.
    DEFAULT("default", "gpt-2"),
    /// The classic cut, with every digit on its own.
    SMOLLM("smollm"),
    /// Digits in groups of up to three; a word that is a token is not merged.
    LLAMA3("llama-bpe", "llama3"),
    /// Digits on their own; composed characters.
    QWEN2("qwen2");

    private static final JsonMapper JSON = JsonMapper.shared();

    /// `%s` is the pattern of digits.
    private static final String WORDS =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|%s"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private final String spelling;
    private final String olderSpelling;

    PreTokenizer(String spelling) {
        this(spelling, spelling);
    }

    PreTokenizer(String spelling, String olderSpelling) {
        this.spelling = spelling;
        this.olderSpelling = olderSpelling;
    }

    static PreTokenizer of(String spelling) throws UnsupportedModelException {
        for (var candidate : values()) {
            if (candidate.spelling.equals(spelling) || candidate.olderSpelling.equals(spelling)) {
                return candidate;
            }
        }
        throw new UnsupportedModelException(
                "pre-tokenizer '" + spelling + "'",
                Arrays.stream(values()).map(known -> known.spelling).toList());
    }

    boolean normalizesToNfc() {
        return this == QWEN2;
    }

    boolean takesWholeWords() {
        return this == LLAMA3;
    }

    ObjectNode toJson() {
        return switch (this) {
            case DEFAULT -> byteLevel(Words.CLASSIC);
            case SMOLLM ->
                    sequence(
                            JSON.createObjectNode()
                                    .put("type", "Digits")
                                    .put("individual_digits", true),
                            byteLevel(Words.CLASSIC));
            case LLAMA3 -> sequence(split(WORDS.formatted("\\p{N}{1,3}")), byteLevel(Words.CUT));
            case QWEN2 -> sequence(split(WORDS.formatted("\\p{N}")), byteLevel(Words.CUT));
        };
    }

    /// Whether the byte-level step still has to cut words.
    enum Words {
        CLASSIC,
        CUT
    }

    /// The step that writes bytes as printable characters.
    static ObjectNode byteLevel(Words words) {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", words == Words.CLASSIC);
    }

    private static ObjectNode split(String pattern) {
        var split = JSON.createObjectNode().put("type", "Split");
        split.putObject("pattern").put("Regex", pattern);
        return split.put("behavior", "Isolated").put("invert", false);
    }

    private static ObjectNode sequence(ObjectNode first, ObjectNode second) {
        var sequence = JSON.createObjectNode().put("type", "Sequence");
        sequence.putArray("pretokenizers").add(first).add(second);
        return sequence;
    }
}
