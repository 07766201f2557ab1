package dev.nunchi.engine.eval;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How well a model tells whether things are in pictures, by answers of yes or no: POPE.
///
/// [Evaluating Object Hallucination in Large Vision-Language
/// Models](https://arxiv.org/abs/2305.10355), section 5. "Yes" is the positive class. A figure
/// whose denominator is 0 is 0.
///
/// @param truePositives yes, and it is there
/// @param falsePositives yes, and it is not
/// @param trueNegatives no, and it is not
/// @param falseNegatives no, and it is there
public record Presence(
        int truePositives, int falsePositives, int trueNegatives, int falseNegatives) {
    /// Of no answers.
    public static final Presence NONE = new Presence(0, 0, 0, 0);

    private static final Set<String> NO = Set.of("no", "not");

    /// Korean answers of no, from the beginning of a word; `없` also within.
    private static final Pattern KOREAN_NO = Pattern.compile("(?:^|\\s)(?:아니|아뇨)|없");

    /// @param present whether the thing is there, for each answer
    public static Presence of(List<Boolean> present, List<String> answers) {
        if (present.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "%d answers to %d questions".formatted(answers.size(), present.size()));
        }
        var sum = NONE;
        for (int i = 0; i < answers.size(); i++) {
            sum = sum.plus(of(present.get(i), answers.get(i)));
        }
        return sum;
    }

    private static Presence of(boolean present, String answer) {
        if (saysYes(answer)) {
            return present ? new Presence(1, 0, 0, 0) : new Presence(0, 1, 0, 0);
        }
        return present ? new Presence(0, 0, 0, 1) : new Presence(0, 0, 1, 0);
    }

    /// Both sets together.
    public Presence plus(Presence other) {
        return new Presence(
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                trueNegatives + other.trueNegatives,
                falseNegatives + other.falseNegatives);
    }

    /// Whether an answer means yes. As POPE's own program reads it, anything is a yes but what says
    /// no or not before its first full stop.
    public static boolean saysYes(String answer) {
        String sentence = answer.split("\\.", 2)[0].replace(",", "").strip();
        for (String word : sentence.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            if (NO.contains(word)) {
                return false;
            }
        }
        return !KOREAN_NO.matcher(sentence).find();
    }

    public int questions() {
        return truePositives + falsePositives + trueNegatives + falseNegatives;
    }

    public double accuracy() {
        return share(truePositives + trueNegatives, questions());
    }

    public double precision() {
        return share(truePositives, truePositives + falsePositives);
    }

    public double recall() {
        return share(truePositives, truePositives + falseNegatives);
    }

    public double f1() {
        return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
    }

    /// The share of answers that are yes: far from that of the questions, the model does not look.
    public double yesRatio() {
        return share(truePositives + falsePositives, questions());
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
