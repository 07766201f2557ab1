package dev.nunchi.app.judge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// How the second of two answerers stands to the first: the paper's relative score.
///
/// [Visual Instruction Tuning](https://arxiv.org/abs/2304.08485), section 5.1: the mean of one side
/// as a percentage of the other's.
///
/// @param rows how many judgements there are
/// @param unreadable how many of them have no scores, and count for nothing else
/// @param means empty if no judgement has scores
public record RelativeScore(int rows, int unreadable, Optional<Means> means) {
    private static final double PERCENT = 100;

    /// @param first mean of the first side, 1 to 10
    /// @param second mean of the second side
    /// @param relative second as a percentage of first
    /// @param interval of `relative`
    public record Means(double first, double second, double relative, Interval interval) {}

    /// A judgement as it counts.
    ///
    /// @param unit what is drawn as one when samples are drawn anew: judgements that share a
    ///   picture are not independent of each other
    /// @param scores empty if unreadable
    public record Row(String unit, Optional<ScorePair> scores) {}

    /// Sums up judgements.
    public static RelativeScore of(List<Row> rows, Bootstrap bootstrap) {
        var units = new LinkedHashMap<String, List<ScorePair>>();
        for (var row : rows) {
            row.scores()
                    .ifPresent(scores ->
                            units.computeIfAbsent(row.unit(), _ -> new ArrayList<>()).add(scores));
        }
        int readable = units.values().stream().mapToInt(List::size).sum();
        return new RelativeScore(
                rows.size(),
                rows.size() - readable,
                readable == 0
                        ? Optional.empty()
                        : Optional.of(means(List.copyOf(units.values()), bootstrap)));
    }

    private static Means means(List<List<ScorePair>> units, Bootstrap bootstrap) {
        var sums = units.stream().map(Sums::of).toList();
        var all = sums.stream().reduce(Sums.NONE, Sums::plus);
        var interval =
                bootstrap.interval(
                        sums.size(),
                        sample -> {
                            var drawn = Sums.NONE;
                            for (int place : sample) {
                                drawn = drawn.plus(sums.get(place));
                            }
                            return drawn.relative();
                        });
        return new Means(
                all.first() / all.count(), all.second() / all.count(), all.relative(), interval);
    }

    private record Sums(double first, double second, int count) {
        static final Sums NONE = new Sums(0, 0, 0);

        static Sums of(List<ScorePair> scores) {
            return scores.stream()
                    .map(pair -> new Sums(pair.first(), pair.second(), 1))
                    .reduce(NONE, Sums::plus);
        }

        Sums plus(Sums other) {
            return new Sums(first + other.first, second + other.second, count + other.count);
        }

        double relative() {
            return second / first * PERCENT;
        }
    }
}
