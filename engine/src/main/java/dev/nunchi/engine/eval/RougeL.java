package dev.nunchi.engine.eval;

import java.util.List;

/// How much of captions is in the order of those of people: ROUGE-L.
///
/// [ROUGE: A Package for Automatic Evaluation of Summaries](https://aclanthology.org/W04-1013/), as
/// [coco-caption](https://github.com/tylin/coco-caption) computes it: from the longest common
/// subsequence with each reference, the best precision and the best recall, which may be of
/// different references, weighted 1 to 1.2².
public final class RougeL {
    private static final double BETA = 1.2;

    /// What the reference program takes a text without words for: one empty word.
    private static final List<String> SILENCE = List.of("");

    private RougeL() {}

    /// The mean over all pictures.
    ///
    /// @param references one or more of each picture
    /// @param candidates one for each picture, in the order of the references
    /// @return 0 to 1
    public static double score(List<List<String>> references, List<String> candidates) {
        if (candidates.isEmpty() || candidates.size() != references.size()) {
            throw new IllegalArgumentException(
                    "%d captions for %d pictures".formatted(candidates.size(), references.size()));
        }
        double sum = 0;
        for (int i = 0; i < candidates.size(); i++) {
            sum += score(references.get(i), candidates.get(i));
        }
        return sum / candidates.size();
    }

    /// One picture's score, 0 to 1.
    public static double score(List<String> references, String candidate) {
        var said = words(candidate);
        double precision = 0;
        double recall = 0;
        for (var reference : references) {
            var other = words(reference);
            double common = longestCommon(said, other);
            precision = Math.max(precision, common / said.size());
            recall = Math.max(recall, common / other.size());
        }
        return precision == 0 || recall == 0
                ? 0
                : (1 + BETA * BETA) * precision * recall / (recall + BETA * BETA * precision);
    }

    private static List<String> words(String text) {
        var words = CaptionTokens.of(text);
        return words.isEmpty() ? SILENCE : words;
    }

    /// The length of the longest common subsequence.
    private static int longestCommon(List<String> one, List<String> other) {
        var lengths = new int[other.size() + 1];
        for (String word : one) {
            int diagonal = 0;
            for (int i = 0; i < other.size(); i++) {
                int above = lengths[i + 1];
                lengths[i + 1] =
                        word.equals(other.get(i)) ? diagonal + 1 : Math.max(above, lengths[i]);
                diagonal = above;
            }
        }
        return lengths[other.size()];
    }
}
