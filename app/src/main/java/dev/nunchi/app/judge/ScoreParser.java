package dev.nunchi.app.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the two scores in a judge's reply.
///
/// The judge is asked for a first line with nothing but two numbers. Small models also write `8/10,
/// 7/10`, `Assistant 1: 8 Assistant 2: 7` or `**8 7**`: those are read, too. Anything else is
/// unreadable, which is better than a guess.
public final class ScoreParser {
    /// What names an answer, and the scale after a score: numbers that are no scores.
    private static final Pattern NO_SCORE =
            Pattern.compile(
                    "(?i)(?:assistant|answer|response|score|model)\\s*#?[12]\\b|(?<=\\d)\\s*/\\s*10\\b");

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    /// Words that may stand beside scores; with any other the line is prose.
    private static final Pattern BESIDE =
            Pattern.compile("(?i)[\\s*_`:=,;|/()\\[\\]-]|and|scores?|assistant|answers?|vs\\.?");

    /// A line that gives one assistant a score.
    private static final Pattern LABELLED =
            Pattern.compile("(?im)^\\W*assistant ([12])\\W*:\\W*(\\d+(?:\\.\\d+)?)(?![\\d.]*\\d)");

    private ScoreParser() {}

    /// @return empty unless the first line that is not blank holds exactly two scores and no prose,
    ///   or each assistant is given a score once at the beginning of a line
    public static Optional<ScorePair> parse(String reply) {
        return reply.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .flatMap(ScoreParser::ofLine)
                .or(() -> labelled(reply));
    }

    private static Optional<ScorePair> labelled(String reply) {
        var given = LABELLED.matcher(reply).results().toList();
        if (given.size() != 2
                || !given.getFirst().group(1).equals("1")
                || !given.getLast().group(1).equals("2")) {
            return Optional.empty();
        }
        return pair(given.stream().map(score -> Double.parseDouble(score.group(2))).toList());
    }

    private static Optional<ScorePair> pair(List<Double> numbers) {
        return numbers.size() == 2 && numbers.stream().allMatch(ScorePair::isScore)
                ? Optional.of(new ScorePair(numbers.getFirst(), numbers.getLast()))
                : Optional.empty();
    }

    private static Optional<ScorePair> ofLine(String line) {
        String bare = NO_SCORE.matcher(line).replaceAll(" ");
        var numbers = new ArrayList<Double>();
        var matcher = NUMBER.matcher(bare);
        while (matcher.find()) {
            numbers.add(Double.parseDouble(matcher.group()));
        }
        String rest = BESIDE.matcher(NUMBER.matcher(bare).replaceAll(" ")).replaceAll("");
        return rest.chars().noneMatch(Character::isLetterOrDigit)
                ? pair(numbers)
                : Optional.empty();
    }
}
