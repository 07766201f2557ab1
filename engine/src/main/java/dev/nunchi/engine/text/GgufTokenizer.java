package dev.nunchi.engine.text;

import dev.nunchi.engine.checkpoint.GgufMetadata;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final long NORMAL = 1;
    private static final long UNKNOWN = 2;
    private static final long CONTROL = 3;
    private static final long USER_DEFINED = 4;
    private static final String SPACE = "\u2581"; // SentencePiece writes a blank so

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
        root.set("added_tokens", addedTokens(vocabulary));
        var begin = beginToken(vocabulary);
        if (begin.isPresent()) {
            root.set(
                    "post_processor",
                    beginWith(vocabulary.tokens().get(begin.getAsInt()), begin.getAsInt()));
        }
        return TokenizerDocument.of(root);
    }

    /// @param types as many as tokens
    private record Vocabulary(List<String> tokens, List<Long> types) {
        int size() {
            return tokens.size();
        }
    }

    private Vocabulary vocabulary() throws CheckpointException {
        var tokens = metadata.texts(KEY + "tokens");
        if (tokens.isEmpty()) {
            throw new CheckpointException(FILE, "no tokens");
        }
        var types = metadata.integers(KEY + "token_type");
        if (types.length == 0) {
            types = new long[tokens.size()];
            Arrays.fill(types, NORMAL);
        }
        requireSameLength("token types", types.length, tokens.size());
        return new Vocabulary(tokens, Arrays.stream(types).boxed().toList());
    }

    private static void requireSameLength(String what, int found, int expected)
            throws CheckpointException {
        if (found != expected) {
            throw new CheckpointException(
                    FILE, "%d %s for %d tokens".formatted(found, what, expected));
        }
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
        model.set("vocab", pieces(vocabulary));
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
        var normalizers =
                root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        if (prefix) {
            normalizers.addObject().put("type", "Prepend").put("prepend", SPACE);
        }
        normalizers.add(replace(" ", SPACE));
        var decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        decoders.add(replace(SPACE, " "));
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        if (prefix) {
            decoders.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        var model = root.putObject("model").put("type", "BPE");
        model.put("fuse_unk", true).put("byte_fallback", true);
        var unknown = tokenId("unknown_token_id", vocabulary);
        if (unknown.isPresent()) {
            model.put("unk_token", vocabulary.tokens().get(unknown.getAsInt()));
        }
        model.set("vocab", pieces(vocabulary));
        model.set("merges", mergesFromScores(vocabulary));
        return root;
    }

    private static ObjectNode replace(String what, String by) {
        var replace = JSON.createObjectNode().put("type", "Replace").put("content", by);
        replace.putObject("pattern").put("String", what);
        return replace;
    }

    private static ObjectNode pieces(Vocabulary vocabulary) throws CheckpointException {
        var pieces = JSON.createObjectNode();
        for (int id = 0; id < vocabulary.size(); id++) {
            pieces.put(vocabulary.tokens().get(id), id);
        }
        requireSameLength("different texts", pieces.size(), vocabulary.size());
        return pieces;
    }

    /// Every way to cut a piece into two others, those of the highest score first.
    private ArrayNode mergesFromScores(Vocabulary vocabulary) throws CheckpointException {
        var scores = metadata.numbers(KEY + "scores");
        requireSameLength("scores", scores.length, vocabulary.size());
        var ids = new HashMap<String, Integer>();
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        var merges = new ArrayList<Merge>();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.types().get(id) == NORMAL) {
                addMerges(vocabulary.tokens().get(id), scores[id], ids, merges);
            }
        }
        merges.sort(Merge.BEST_FIRST);
        var array = JSON.createArrayNode();
        merges.forEach(merge -> array.addArray().add(merge.left()).add(merge.right()));
        return array;
    }

    private static void addMerges(
            String piece, float score, Map<String, Integer> ids, List<Merge> merges) {
        var cuts = new ArrayList<Merge>();
        for (int i = 1; i < piece.length(); i++) {
            var left = piece.substring(0, i);
            var right = piece.substring(i);
            if (ids.containsKey(left) && ids.containsKey(right)) {
                cuts.add(new Merge(left, right, score));
            }
        }
        cuts.sort(
                Comparator.<Merge>comparingInt(cut -> ids.getOrDefault(cut.left(), 0))
                        .thenComparingInt(cut -> ids.getOrDefault(cut.right(), 0)));
        merges.addAll(cuts);
    }

    private record Merge(String left, String right, float score) {
        /// Ties as in `transformers`: the longer left half first, then the longer right half.
        static final Comparator<Merge> BEST_FIRST =
                Comparator.comparingDouble(Merge::score)
                        .thenComparingInt(merge -> length(merge.left()))
                        .thenComparingInt(merge -> length(merge.right()))
                        .reversed();

        private static int length(String piece) {
            return piece.codePointCount(0, piece.length());
        }
    }

    private static ArrayNode addedTokens(Vocabulary vocabulary) {
        var added = JSON.createArrayNode();
        for (int id = 0; id < vocabulary.size(); id++) {
            long type = vocabulary.types().get(id);
            if (type == CONTROL || type == USER_DEFINED || type == UNKNOWN) {
                added.addObject()
                        .put("id", id)
                        .put("content", vocabulary.tokens().get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", type != USER_DEFINED);
            }
        }
        return added;
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

    private static ObjectNode beginWith(String token, int id) {
        var processor = JSON.createObjectNode().put("type", "TemplateProcessing");
        for (var kind : List.of("single", "pair")) {
            var parts = processor.putArray(kind);
            parts.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0);
            parts.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
            if (kind.equals("pair")) {
                parts.addObject().putObject("Sequence").put("id", "B").put("type_id", 0);
            }
        }
        var special = processor.putObject("special_tokens").putObject(token).put("id", token);
        special.putArray("ids").add(id);
        special.putArray("tokens").add(token);
        return processor;
    }
}
