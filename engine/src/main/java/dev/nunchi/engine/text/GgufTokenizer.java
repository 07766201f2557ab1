package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.GgufMetadata;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.text.SentencePieceJson.Prefix;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Writes a GGUF file's vocabulary as the `tokenizer.json` that it was made from.
///
/// | `tokenizer.ggml.` | means |
/// |---|---|
/// | `model` | `gpt2`: byte-level BPE; `llama`: SentencePiece BPE with byte fallback |
/// | `pre` | how byte-level BPE cuts a text into words ([PreTokenizer]) |
/// | `tokens`, `token_type` | pieces by id; 1 normal, 2 unknown, 3 control, 4 user-defined, 6 byte |
/// | `merges` | byte-level BPE: pairs of pieces with a blank between them, best first |
/// | `scores` | SentencePiece: the higher, the sooner a piece is merged |
/// | `add_bos_token`, `bos_token_id`, `add_space_prefix` | what is put before a text |
///
/// Source: [GGUF](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md); merges from scores as
/// `transformers` makes them.
final class GgufTokenizer {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path FILE = Path.of("GGUF vocabulary");
    private static final String KEY = "tokenizer.ggml.";

    private final GgufMetadata metadata;

    GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
    }

    /// @throws CheckpointException if lists contradict each other in length
    /// @throws UnsupportedModelException if the kind of vocabulary is not known
    TokenizerDocument toDocument() throws EngineException {
        var vocabulary = vocabulary();
        var model = metadata.text(KEY + "model").orElse("none");
        var root =
                switch (model) {
                    case "gpt2" -> byteLevel(vocabulary);
                    case "llama" -> sentencePiece(vocabulary);
                    default ->
                            throw new UnsupportedModelException(
                                    "vocabulary '" + model + "'", List.of("gpt2", "llama"));
                };
        root.set("added_tokens", vocabulary.addedTokens());
        var begin = beginToken(vocabulary);
        if (begin.isPresent()) {
            root.set("post_processor", vocabulary.beginWith(begin.getAsInt()));
        }
        return TokenizerDocument.of(root);
    }

    private Vocabulary vocabulary() throws CheckpointException {
        var tokens = metadata.texts(KEY + "tokens");
        if (tokens.isEmpty()) {
            throw new CheckpointException(FILE, "no tokens");
        }
        var types = metadata.integers(KEY + "token_type");
        if (types.length == 0) {
            types = new long[tokens.size()];
            Arrays.fill(types, Vocabulary.NORMAL);
        }
        var vocabulary = new Vocabulary(FILE, tokens, Arrays.stream(types).boxed().toList());
        vocabulary.requireSameLength("token types", types.length);
        return vocabulary;
    }

    private ObjectNode byteLevel(Vocabulary vocabulary) throws EngineException {
        var pre = PreTokenizer.of(metadata.text(KEY + "pre").orElse("default"));
        var root = JSON.createObjectNode();
        if (pre.normalizesToNfc()) {
            root.putObject("normalizer").put("type", "NFC");
        }
        root.set("pre_tokenizer", pre.toJson());
        root.set("decoder", PreTokenizer.byteLevel(PreTokenizer.Words.CLASSIC));
        var model = root.putObject("model");
        model.put("type", "BPE").put("ignore_merges", pre.takesWholeWords());
        model.set("vocab", vocabulary.ids());
        var merges = model.putArray("merges");
        for (var merge : metadata.texts(KEY + "merges")) {
            int blank = merge.indexOf(' ', 1);
            if (blank < 0) {
                throw new CheckpointException(FILE, "a merge is not a pair");
            }
            merges.addArray().add(merge.substring(0, blank)).add(merge.substring(blank + 1));
        }
        return root;
    }

    private ObjectNode sentencePiece(Vocabulary vocabulary) throws CheckpointException {
        var root = JSON.createObjectNode();
        boolean prefix = metadata.flag(KEY + "add_space_prefix").orElse(true);
        var normalizers = new ArrayList<ObjectNode>();
        if (prefix) {
            normalizers.add(SentencePieceJson.prepend());
        }
        normalizers.add(SentencePieceJson.replace(" ", SentencePieceJson.SPACE));
        root.set("normalizer", SentencePieceJson.sequence("normalizers", normalizers));
        root.set("decoder", SentencePieceJson.decoder(prefix ? Prefix.EVERY_RUN : Prefix.NONE));
        var pieces = new SentencePieceJson(vocabulary, metadata.numbers(KEY + "scores"), true);
        root.set("model", pieces.mergingModel(tokenId("unknown_token_id", vocabulary)));
        return root;
    }

    /// The begin token, if texts get one: without the flag SentencePiece vocabularies do.
    private OptionalInt beginToken(Vocabulary vocabulary) throws CheckpointException {
        boolean isSentencePiece = metadata.text(KEY + "model").orElse("").equals("llama");
        boolean added = metadata.flag(KEY + "add_bos_token").orElse(isSentencePiece);
        return added ? tokenId("bos_token_id", vocabulary) : OptionalInt.empty();
    }

    private OptionalInt tokenId(String key, Vocabulary vocabulary) throws CheckpointException {
        var id = metadata.integer(KEY + key);
        if (id.isEmpty()) {
            return OptionalInt.empty();
        }
        if (id.getAsLong() < 0 || id.getAsLong() >= vocabulary.size()) {
            throw new CheckpointException(
                    FILE,
                    "%s is %d, of %d tokens".formatted(key, id.getAsLong(), vocabulary.size()));
        }
        return OptionalInt.of((int) id.getAsLong());
    }
}
