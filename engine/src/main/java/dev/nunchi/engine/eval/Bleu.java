package dev.nunchi.engine.eval;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many runs of words captions share with those of people: BLEU-4 of a whole set.
///
/// [BLEU: a Method for Automatic Evaluation of Machine
/// Translation](https://aclanthology.org/P02-1040/), as
/// [coco-caption](https://github.com/tylin/coco-caption) computes it: clipped counts of n-grams of
/// one to four words, summed over all captions before anything is divided; the reference nearest in
/// length counts for the brevity penalty, the shorter of two as near.
public final class Bleu {
    private static final int LONGEST = 4;

    /// Keep a set without any match, or without words, from dividing by zero; as in the reference
    /// program.
    private static final double TINY = 1e-15;

    private static final double SMALL = 1e-9;

    private final long[] matches = new long[LONGEST];
    private final long[] grams = new long[LONGEST];
    private long words;
    private long referenceWords;

    private Bleu() {}

    /// What one caption adds to a set.
    ///
    /// @param references one or more of the same picture
    public static Bleu of(List<String> references, String candidate) {
        var bleu = new Bleu();
        bleu.count(
                references.stream().map(CaptionTokens::of).toList(), CaptionTokens.of(candidate));
        return bleu;
    }

    /// The score of a set of captions.
    ///
    /// @return 0 to 1
    public static double score(List<Bleu> captions) {
        var sum = new Bleu();
        captions.forEach(sum::add);
        return sum.score();
    }

    private void add(Bleu other) {
        for (int n = 0; n < LONGEST; n++) {
            matches[n] += other.matches[n];
            grams[n] += other.grams[n];
        }
        words += other.words;
        referenceWords += other.referenceWords;
    }

    private void count(List<List<String>> references, List<String> said) {
        words = said.size();
        referenceWords =
                references.stream()
                        .map(List::size)
                        .min(
                                Comparator.<Integer>comparingInt(
                                                size -> Math.abs(size - said.size()))
                                        .thenComparing(Comparator.naturalOrder()))
                        .orElseThrow();
        for (int n = 1; n <= LONGEST; n++) {
            var most = new HashMap<List<String>, Integer>();
            for (var reference : references) {
                counts(reference, n).forEach((gram, count) -> most.merge(gram, count, Math::max));
            }
            for (var gram : counts(said, n).entrySet()) {
                matches[n - 1] += Math.min(gram.getValue(), most.getOrDefault(gram.getKey(), 0));
            }
            grams[n - 1] = Math.max(0, said.size() - n + 1);
        }
    }

    private double score() {
        double product = 1;
        for (int n = 0; n < LONGEST; n++) {
            product *= (matches[n] + TINY) / (grams[n] + SMALL);
        }
        double mean = Math.pow(product, 1.0 / LONGEST);
        double ratio = (words + TINY) / (referenceWords + SMALL);
        return ratio < 1 ? mean * Math.exp(1 - 1 / ratio) : mean;
    }

    private static Map<List<String>, Integer> counts(List<String> words, int n) {
        var counts = new HashMap<List<String>, Integer>();
        for (int start = 0; start + n <= words.size(); start++) {
            counts.merge(List.copyOf(words.subList(start, start + n)), 1, Integer::sum);
        }
        return counts;
    }
}
