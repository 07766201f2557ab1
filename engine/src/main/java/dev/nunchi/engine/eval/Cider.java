package dev.nunchi.engine.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// How much captions agree with those of people: CIDEr-D.
///
/// [CIDEr: Consensus-based Image Description Evaluation](https://arxiv.org/abs/1411.5726), section
/// 6, as [coco-caption](https://github.com/tylin/coco-caption) computes it: n-grams of one to four
/// words, weighted by how rare they are among the references at hand, clipped, with a penalty on
/// lengths that differ, times 10. The document frequencies are those of the references given here.
public final class Cider {
    private static final int LONGEST = 4;
    private static final double SIGMA = 6;
    private static final double SCALE = 10;

    /// How many pictures have each n-gram in a reference.
    private final Map<List<String>, Integer> documentFrequency = new HashMap<>();

    private final List<List<Map<List<String>, Integer>>> references = new ArrayList<>();
    private final double logPictures;

    /// @param references for each picture, one caption or more
    public Cider(List<List<String>> references) {
        for (var captions : references) {
            var grams = captions.stream().map(Cider::grams).toList();
            this.references.add(grams);
            var distinct = new HashSet<List<String>>();
            grams.forEach(counts -> distinct.addAll(counts.keySet()));
            distinct.forEach(gram -> documentFrequency.merge(gram, 1, Integer::sum));
        }
        logPictures = Math.log(references.size());
    }

    /// The mean over all pictures.
    ///
    /// @param candidates one for each picture, in the order of the references
    public double score(List<String> candidates) {
        if (candidates.size() != references.size()) {
            throw new IllegalArgumentException(
                    "%d captions for %d pictures".formatted(candidates.size(), references.size()));
        }
        double sum = 0;
        for (int i = 0; i < candidates.size(); i++) {
            sum += score(i, candidates.get(i));
        }
        return sum / candidates.size();
    }

    /// One picture's score, 0 to 10.
    ///
    /// @param picture its place among the references
    public double score(int picture, String candidate) {
        var said = vector(grams(candidate));
        var others = references.get(picture);
        double sum = 0;
        for (var reference : others) {
            sum += similarity(said, vector(reference));
        }
        return SCALE * sum / LONGEST / others.size();
    }

    /// Weights of n-grams.
    ///
    /// @param norms Euclidean, for each n
    /// @param length in pairs of words, which is how the reference program counts
    private record Vector(Map<List<String>, Double> weights, double[] norms, int length) {}

    private Vector vector(Map<List<String>, Integer> grams) {
        var weights = new HashMap<List<String>, Double>();
        var norms = new double[LONGEST];
        int length = 0;
        for (var gram : grams.entrySet()) {
            int n = gram.getKey().size();
            double frequency = Math.max(1, documentFrequency.getOrDefault(gram.getKey(), 0));
            double weight = gram.getValue() * (logPictures - Math.log(frequency));
            weights.put(gram.getKey(), weight);
            norms[n - 1] += weight * weight;
            length += n == 2 ? gram.getValue() : 0;
        }
        for (int n = 0; n < LONGEST; n++) {
            norms[n] = Math.sqrt(norms[n]);
        }
        return new Vector(weights, norms, length);
    }

    /// The sum over n of the clipped cosines.
    private static double similarity(Vector said, Vector reference) {
        var dots = new double[LONGEST];
        said.weights()
                .forEach((gram, weight) -> {
                    double other = reference.weights().getOrDefault(gram, 0.0);
                    dots[gram.size() - 1] += Math.min(weight, other) * other;
                });
        double sum = 0;
        for (int n = 0; n < LONGEST; n++) {
            double norms = said.norms()[n] * reference.norms()[n];
            sum += norms == 0 ? dots[n] : dots[n] / norms;
        }
        double delta = said.length() - reference.length();
        return sum * Math.exp(-delta * delta / (2 * SIGMA * SIGMA));
    }

    private static Map<List<String>, Integer> grams(String caption) {
        var words = CaptionTokens.of(caption);
        var counts = new HashMap<List<String>, Integer>();
        for (int n = 1; n <= LONGEST; n++) {
            for (int start = 0; start + n <= words.size(); start++) {
                counts.merge(List.copyOf(words.subList(start, start + n)), 1, Integer::sum);
            }
        }
        return counts;
    }
}
