package dev.nunchi.app.judge;

import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Ballot;
import dev.nunchi.app.store.Vote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How two who answer fell out in the eyes of a person who did not know which was which.
///
/// @param firstWon how often the first one's answer was the better one
/// @param secondWon how often the second one's was
/// @param neither how often none of the two was chosen
public record HeadToHead(
        Answerer first, Answerer second, int firstWon, int secondWon, int neither) {
    private record Pair(Answerer one, Answerer other) {
        Pair turned() {
            return new Pair(/* one= */ other, /* other= */ one);
        }
    }

    /// All pairs that were judged: votes on what training made, and choices among answers side by
    /// side, where the winner has beaten each of the others. The pair that was judged most comes
    /// first; the first of a pair is the one that won more often.
    public static List<HeadToHead> of(List<Vote> votes, List<Ballot> ballots) {
        var counts = new LinkedHashMap<Pair, int[]>();
        for (var vote : votes) {
            var tuned = Answerer.local(vote.model(), Optional.of(vote.adapter()));
            var base = Answerer.local(vote.model(), Optional.empty());
            count(
                    counts,
                    new Pair(tuned, base),
                    switch (vote.choice()) {
                        case TUNED -> Optional.of(tuned);
                        case BASE -> Optional.of(base);
                        case NEITHER -> Optional.empty();
                    });
        }
        ballots.forEach(ballot -> count(counts, ballot));
        return counts.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .sorted((a, b) -> Integer.compare(b.all(), a.all()))
                .toList();
    }

    private static void count(Map<Pair, int[]> counts, Ballot ballot) {
        var entries = ballot.entries();
        var winner =
                ballot.winner().isPresent()
                        ? Optional.of(entries.get(ballot.winner().getAsInt()).answerer())
                        : Optional.<Answerer>empty();
        for (int i = 0; i < entries.size(); i++) {
            for (int j = i + 1; j < entries.size(); j++) {
                var pair = new Pair(entries.get(i).answerer(), entries.get(j).answerer());
                boolean among =
                        winner.isEmpty()
                                || winner.get().equals(pair.one())
                                || winner.get().equals(pair.other());
                // Of two that lost to a third nobody said which was better.
                if (among) {
                    count(counts, pair, winner);
                }
            }
        }
    }

    private static void count(Map<Pair, int[]> counts, Pair pair, Optional<Answerer> winner) {
        var turned = pair.turned();
        var key = counts.containsKey(turned) ? turned : pair;
        var count = counts.computeIfAbsent(key, _ -> new int[3]);
        int place = winner.isEmpty() ? 2 : winner.get().equals(key.one()) ? 0 : 1;
        count[place]++;
    }

    private static HeadToHead of(Pair pair, int[] count) {
        return count[0] >= count[1]
                ? new HeadToHead(pair.one(), pair.other(), count[0], count[1], count[2])
                : new HeadToHead(pair.other(), pair.one(), count[1], count[0], count[2]);
    }

    public int all() {
        return decided() + neither;
    }

    /// How often one of the two was chosen.
    public int decided() {
        return firstWon + secondWon;
    }

    /// The share of decided votes that the first has won; empty if none was decided.
    public Optional<Double> share() {
        return decided() == 0 ? Optional.empty() : Optional.of((double) firstWon / decided());
    }

    /// Wilson's interval of [#share].
    public Optional<Interval> interval() {
        return decided() == 0
                ? Optional.empty()
                : Optional.of(Interval.wilson(firstWon, decided()));
    }
}
