package dev.nunchi.engine.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// Thins a large caption set so that common things do not drown rare ones, as the paper made its
/// 595,000 pairs from CC3M ([Visual Instruction Tuning](https://arxiv.org/abs/2304.08485), appendix
/// "Data").
///
/// Noun phrases of fewer than `floor` captions are passed over: they are odd combinations of things
/// that other captions hold. Of each other phrase, the rarest first, all captions are taken, or
/// `cap` of them by chance if it has more.
///
/// @param floor the fewest captions of a phrase that counts, 1 or more
/// @param cap the most captions that one phrase brings in
public record CaptionFilter(int floor, int cap, long seed) {
    private static final int REPORTED_PHRASES = 20;

    public CaptionFilter {
        if (floor < 1 || cap < 1) {
            throw new IllegalArgumentException("floor %d, cap %d".formatted(floor, cap));
        }
    }

    /// The paper's: 3 and 100.
    public static CaptionFilter ofPaper(long seed) {
        return new CaptionFilter(3, 100, seed);
    }

    /// How often a phrase occurs.
    public record PhraseCount(String phrase, int before, int after) {}

    /// What filtering did.
    ///
    /// @param captions before
    /// @param kept after
    /// @param phrases distinct ones
    /// @param rare phrases below the floor
    /// @param capped phrases above the cap
    /// @param commonest the phrases that most captions had, most first
    public record Report(
            int captions,
            int kept,
            int phrases,
            int rare,
            int capped,
            List<PhraseCount> commonest) {
        public Report {
            commonest = List.copyOf(commonest);
        }
    }

    /// @param samples those that are kept, in their old order
    public record Result(List<Sample> samples, Report report) {
        public Result {
            samples = List.copyOf(samples);
        }
    }

    /// Filters captions; samples of other types are all kept and not counted.
    ///
    /// Memory: a number for each phrase of each caption.
    public Result apply(List<Sample> samples) {
        var places = places(samples);
        var kept = chosen(places);
        var result = new ArrayList<Sample>();
        int captions = 0;
        int keptCaptions = 0;
        for (int i = 0; i < samples.size(); i++) {
            boolean caption = samples.get(i).type() == SampleType.CAPTION;
            captions += caption ? 1 : 0;
            keptCaptions += caption && kept.get(i) ? 1 : 0;
            if (!caption || kept.get(i)) {
                result.add(samples.get(i));
            }
        }
        return new Result(
                result,
                new Report(
                        captions,
                        keptCaptions,
                        places.size(),
                        count(places, 0, floor - 1),
                        count(places, cap + 1, Integer.MAX_VALUE),
                        commonest(places, kept)));
    }

    /// The captions of each phrase, by their index.
    private static Map<String, List<Integer>> places(List<Sample> samples) {
        var places = new HashMap<String, List<Integer>>();
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i).type() == SampleType.CAPTION) {
                Integer index = i;
                for (String phrase : NounPhrases.of(samples.get(i).firstAnswer())) {
                    places.computeIfAbsent(phrase, _ -> new ArrayList<>(1)).add(index);
                }
            }
        }
        return places;
    }

    private BitSet chosen(Map<String, List<Integer>> places) {
        var random = new Random(seed);
        var kept = new BitSet();
        var rarestFirst =
                places.entrySet().stream()
                        .filter(entry -> entry.getValue().size() >= floor)
                        .sorted(
                                Comparator.<Map.Entry<String, List<Integer>>>comparingInt(
                                                entry -> entry.getValue().size())
                                        .thenComparing(Map.Entry::getKey))
                        .map(Map.Entry::getValue)
                        .toList();
        for (var captions : rarestFirst) {
            var drawn = captions;
            if (captions.size() > cap) {
                drawn = new ArrayList<>(captions);
                Collections.shuffle(drawn, random);
                drawn = drawn.subList(0, cap);
            }
            drawn.forEach(kept::set);
        }
        return kept;
    }

    private static int count(Map<String, List<Integer>> places, int from, int to) {
        return (int)
                places.values().stream()
                        .filter(captions -> captions.size() >= from && captions.size() <= to)
                        .count();
    }

    private static List<PhraseCount> commonest(Map<String, List<Integer>> places, BitSet kept) {
        return places.entrySet().stream()
                .map(entry ->
                        new PhraseCount(
                                entry.getKey(),
                                entry.getValue().size(),
                                (int) entry.getValue().stream().filter(kept::get).count()))
                .sorted(
                        Comparator.comparingInt(PhraseCount::before)
                                .reversed()
                                .thenComparing(PhraseCount::phrase))
                .limit(REPORTED_PHRASES)
                .collect(Collectors.toList());
    }
}
