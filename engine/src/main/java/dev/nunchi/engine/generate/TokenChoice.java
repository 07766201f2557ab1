package dev.nunchi.engine.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// A token of an answer and what else could have stood there.
///
/// @param chosen the one that came
/// @param likeliest those that the model found likeliest, the likeliest first; may hold the chosen
public record TokenChoice(Candidate chosen, List<Candidate> likeliest) {
    public TokenChoice {
        likeliest = List.copyOf(likeliest);
    }

    /// A token that could come.
    ///
    /// @param text as it reads in the middle of an answer; parts of characters are U+FFFD
    /// @param logProbability natural logarithm of the model's own probability, before temperature,
    ///   penalties or a rule, `<= 0`
    public record Candidate(String text, double logProbability) {}

    /// @param logits `[V]`, as the model gave them
    /// @param count how many of the likeliest
    static TokenChoice of(float[] logits, int chosen, int count, TokenTexts texts) {
        var likeliest = new ArrayList<Candidate>();
        for (int id : likeliest(logits, count)) {
            likeliest.add(candidate(logits, id, texts));
        }
        return new TokenChoice(candidate(logits, chosen, texts), likeliest);
    }

    private static Candidate candidate(float[] logits, int id, TokenTexts texts) {
        return new Candidate(
                texts.of(id), TokenScore.of(logits, 0, logits.length, id).logProbability());
    }

    private static List<Integer> likeliest(float[] logits, int count) {
        var least = Comparator.<Integer>comparingDouble(id -> logits[id]);
        var kept = new PriorityQueue<Integer>(count + 1, least);
        for (int id = 0; id < logits.length; id++) {
            if (kept.size() < count) {
                kept.add(id);
            } else if (count > 0 && logits[id] > logits[kept.element()]) {
                kept.remove();
                kept.add(id);
            }
        }
        return kept.stream().sorted(least.reversed()).toList();
    }
}
