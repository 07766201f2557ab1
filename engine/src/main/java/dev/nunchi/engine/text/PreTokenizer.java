package dev.nunchi.engine.text;

import dev.nunchi.engine.error.UnsupportedModelException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.List;

/// How byte-level BPE cuts a text into words before it merges, by the name that GGUF gives it.
///
/// Source: the models' own `tokenizer.json` files.
enum PreTokenizer {
    /// The classic cut of GPT-2.
    DEFAULT("default", "gpt-2", "phi-2", "mpt", "olmo", "jais"),
    /// The classic cut, with every digit on its own.
    SMOLLM("smollm", "starcoder", "refact", "command-r", "codeshell", "exaone"),
    /// Digits in groups of up to three; a word that is a token is not merged.
    LLAMA3("llama-bpe", "llama3", "llama-v3", "falcon3", "pixtral"),
    /// As Llama 3 cuts, with all words merged.
    DBRX("dbrx", "smaug-bpe"),
    /// Digits on their own; composed characters.
    QWEN2("qwen2", "deepseek-r1-qwen"),
    /// As Qwen 2 cuts, characters as they are.
    STABLELM2("stablelm2"),
    /// Words begin where capital letters do; digits on their own.
    TEKKEN("tekken"),
    /// Words begin where capital letters do; digits in groups of up to three.
    GPT4O("gpt-4o", "llama4");

    private static final JsonMapper JSON = JsonMapper.shared();

    /// `%s` is the pattern of digits.
    private static final String WORDS =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|%s"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /// `%1$s` is what may follow a word, `%2$s` the pattern of digits.
    private static final String CAPITALISED_WORDS =
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
                    + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+%1$s"
                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*%1$s|%2$s"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?";

    private final List<String> spellings;

    PreTokenizer(String... spellings) {
        this.spellings = List.of(spellings);
    }

    static PreTokenizer of(String spelling) throws UnsupportedModelException {
        for (var candidate : values()) {
            if (candidate.spellings.contains(spelling)) {
                return candidate;
            }
        }
        throw new UnsupportedModelException(
                "pre-tokenizer '" + spelling + "'",
                Arrays.stream(values()).map(known -> known.spellings.getFirst()).toList());
    }

    boolean normalizesToNfc() {
        return this == QWEN2;
    }

    boolean takesWholeWords() {
        return this == LLAMA3 || this == TEKKEN;
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
            case LLAMA3, DBRX ->
                    sequence(split(WORDS.formatted("\\p{N}{1,3}")), byteLevel(Words.CUT));
            case QWEN2, STABLELM2 ->
                    sequence(split(WORDS.formatted("\\p{N}")), byteLevel(Words.CUT));
            case TEKKEN ->
                    sequence(
                            split(CAPITALISED_WORDS.formatted("", "\\p{N}")), byteLevel(Words.CUT));
            case GPT4O ->
                    sequence(
                            split(CAPITALISED_WORDS.formatted(CONTRACTIONS, "\\p{N}{1,3}")),
                            byteLevel(Words.CUT));
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
