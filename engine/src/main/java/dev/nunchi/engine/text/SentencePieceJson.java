package dev.nunchi.engine.text;

import dev.nunchi.engine.error.CheckpointException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Writes a SentencePiece vocabulary as the `tokenizer.json` that `transformers` makes of it.
///
/// Source: `convert_slow_tokenizer.py` and `generate_merges` of transformers.
///
/// @param scores the higher, the sooner a piece is taken
/// @param byteFallback whether characters without a piece are spelt in bytes
record SentencePieceJson(Vocabulary vocabulary, float[] scores, boolean byteFallback) {
    static final String SPACE = "\u2581"; // SentencePiece writes a blank so

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Where a blank is put before a text, so that its first word is spelt like the others.
    enum Prefix {
        NONE,
        /// At the text's start only.
        FIRST_RUN,
        /// Before every run between special tokens.
        EVERY_RUN
    }

    /// Pieces that are merged from pairs, best first.
    ObjectNode mergingModel(OptionalInt unknown) throws CheckpointException {
        var model = JSON.createObjectNode().put("type", "BPE");
        model.put("fuse_unk", true).put("byte_fallback", byteFallback);
        if (unknown.isPresent()) {
            model.put("unk_token", vocabulary.tokens().get(unknown.getAsInt()));
        }
        model.set("vocab", vocabulary.ids());
        model.set("merges", merges());
        return model;
    }

    /// Pieces that are chosen so that the sum of their scores is largest.
    ObjectNode unigramModel(int unknown) throws CheckpointException {
        vocabulary.requireSameLength("scores", scores.length);
        vocabulary.ids(); // Unigram keeps texts in a list, where one could stand twice.
        var model = JSON.createObjectNode().put("type", "Unigram");
        model.put("unk_id", unknown).put("byte_fallback", byteFallback);
        var pieces = model.putArray("vocab");
        for (int id = 0; id < scores.length; id++) {
            pieces.addArray().add(vocabulary.tokens().get(id)).add((double) scores[id]);
        }
        return model;
    }

    /// Turns decoded pieces into a text again.
    static ObjectNode decoder(Prefix prefix) {
        var decoder = JSON.createObjectNode().put("type", "Sequence");
        var steps = decoder.putArray("decoders");
        steps.add(replace(SPACE, " "));
        steps.addObject().put("type", "ByteFallback");
        steps.addObject().put("type", "Fuse");
        if (prefix != Prefix.NONE) {
            steps.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        return decoder;
    }

    static ObjectNode sequence(String of, List<ObjectNode> steps) {
        var sequence = JSON.createObjectNode().put("type", "Sequence");
        sequence.putArray(of).addAll(steps);
        return sequence;
    }

    static ObjectNode prepend() {
        return JSON.createObjectNode().put("type", "Prepend").put("prepend", SPACE);
    }

    static ObjectNode replace(String what, String by) {
        var replace = JSON.createObjectNode().put("type", "Replace").put("content", by);
        replace.putObject("pattern").put("String", what);
        return replace;
    }

    static ObjectNode replaceAll(String regex, String by) {
        var replace = JSON.createObjectNode().put("type", "Replace").put("content", by);
        replace.putObject("pattern").put("Regex", regex);
        return replace;
    }

    /// Writes blanks as pieces have them and puts one in front.
    static ObjectNode metaspace(Prefix prefix) {
        return JSON.createObjectNode()
                .put("type", "Metaspace")
                .put("replacement", SPACE)
                .put("prepend_scheme", prefix == Prefix.FIRST_RUN ? "first" : "always")
                .put("split", false);
    }

    /// Every way to cut a piece into two others, those of the highest score first.
    private ArrayNode merges() throws CheckpointException {
        vocabulary.requireSameLength("scores", scores.length);
        var ids = new HashMap<String, Integer>();
        for (int id = 0; id < vocabulary.size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        var merges = new ArrayList<Merge>();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.types().get(id) == Vocabulary.NORMAL) {
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
}
