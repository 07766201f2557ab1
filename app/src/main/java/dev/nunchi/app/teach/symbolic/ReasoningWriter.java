package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.TeachingLanguage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes questions that take a step beyond what is seen, and says the step: adding up, comparing,
/// measuring, putting in order.
final class ReasoningWriter {
    private static final List<String> KINDS = List.of("animal", "vehicle", "furniture", "food");

    /// Middles nearer to each other than this part of the picture have no order.
    private static final double APART = 0.06;

    private static final int FEWEST_ORDERED = 3;
    private static final int MOST_ORDERED = 5;

    private final Speaker speaker;

    ReasoningWriter(Speaker speaker) {
        this.speaker = speaker;
    }

    /// @return empty if the boxes allow no such question
    Optional<Exchange> write() {
        var topics =
                speaker.shuffled(
                        List.<Supplier<Optional<Exchange>>>of(
                                this::sum,
                                this::more,
                                this::near,
                                this::order,
                                this::flip,
                                this::fewer));
        return topics.stream().flatMap(topic -> topic.get().stream()).findFirst().or(this::oneMore);
    }

    private Optional<Exchange> sum() {
        for (String kind : speaker.shuffled(KINDS)) {
            var tallies =
                    speaker.facts().tallies().stream()
                            .filter(tally -> tally.noun().kind().equals(kind))
                            .toList();
            if (tallies.size() > 1 && tallies.stream().allMatch(Tally::isExact)) {
                return Optional.of(sum(kind, tallies));
            }
        }
        return Optional.empty();
    }

    private Exchange sum(String kind, List<Tally> tallies) {
        var wording = speaker.wording();
        int total = tallies.stream().mapToInt(Tally::count).sum();
        var values = new HashMap<String, String>();
        values.put("kind", speaker.word("group." + kind));
        values.put("list", wording.enumeration(counted(tallies)));
        if (wording.language() == TeachingLanguage.KO) {
            values.put("unit", speaker.word("unit." + kind));
            values.put("sum", figures(tallies, " + ") + " = " + total);
            values.put(
                    "total",
                    total <= Wording.COUNTED ? Korean.numeral(total) : String.valueOf(total));
        } else {
            values.put("sum", figures(tallies, " plus "));
            values.put("total", wording.figure(total));
        }
        return speaker.exchange("sum", values);
    }

    private List<String> counted(List<Tally> tallies) {
        return tallies.stream()
                .map(tally -> speaker.wording().one(tally).getOrDefault("x.counted", ""))
                .toList();
    }

    private String figures(List<Tally> tallies, String between) {
        return tallies.stream()
                .map(tally -> speaker.wording().figure(tally.count()))
                .collect(Collectors.joining(between));
    }

    private Optional<Exchange> more() {
        var countable = speaker.shuffled(speaker.facts().countable());
        for (var x : countable) {
            for (var y : countable) {
                if (x.count() > y.count()) {
                    return Optional.of(more(x, y));
                }
            }
        }
        return Optional.empty();
    }

    private Exchange more(Tally x, Tally y) {
        var wording = speaker.wording();
        var values = wording.pair(x, y);
        boolean kept = speaker.random().nextBoolean();
        wording.put(values, "p", kept ? x : y);
        wording.put(values, "q", kept ? y : x);
        values.put("difference", wording.figure(x.count() - y.count()));
        return speaker.exchange("more", values);
    }

    private Optional<Exchange> near() {
        var singles = speaker.facts().singles();
        for (var from : speaker.shuffled(singles)) {
            var nearest = SceneFacts.nearest(from, singles);
            var exchange = nearest.flatMap(two -> near(from, two.get(0), two.get(1)));
            if (exchange.isPresent()) {
                return exchange;
            }
        }
        return Optional.empty();
    }

    /// @return empty if their places do not show it
    private Optional<Exchange> near(Tally from, Tally first, Tally second) {
        var zones = new ArrayList<String>();
        for (var tally : List.of(from, first, second)) {
            SceneFacts.zone(tally.box()).ifPresent(zones::add);
        }
        if (zones.size() < 3 || zones.get(1).equals(zones.get(2))) {
            return Optional.empty();
        }
        var values = speaker.wording().pair(from, first);
        speaker.wording().put(values, "z", second);
        values.put("x.zone", speaker.zone(zones.get(0)));
        values.put("y.zone", speaker.zone(zones.get(1)));
        values.put("z.zone", speaker.zone(zones.get(2)));
        return Optional.of(speaker.exchange("near", values));
    }

    private Optional<Exchange> order() {
        var ordered =
                speaker.facts().singles().stream()
                        .limit(MOST_ORDERED)
                        .sorted(Comparator.comparingDouble(tally -> tally.box().centerX()))
                        .toList();
        boolean apart =
                IntStream.range(1, ordered.size())
                        .allMatch(i ->
                                ordered.get(i).box().centerX() - ordered.get(i - 1).box().centerX()
                                        > APART);
        return ordered.size() < FEWEST_ORDERED || !apart
                ? Optional.empty()
                : Optional.of(order(ordered));
    }

    private Exchange order(List<Tally> ordered) {
        Map<String, String> values = new HashMap<>();
        speaker.wording().put(values, "first", ordered.getFirst());
        speaker.wording().put(values, "last", ordered.getLast());
        values.put("ordered", names(ordered));
        values.put("shuffled", names(speaker.shuffled(ordered)));
        return speaker.exchange("order", values);
    }

    /// Where a thing would be if left and right changed places.
    private Optional<Exchange> flip() {
        for (var tally : speaker.shuffled(speaker.facts().singles())) {
            var zone = SceneFacts.zone(tally.box()).filter(found -> !found.startsWith("middle"));
            if (zone.isPresent()) {
                var values = speaker.wording().one(tally);
                values.put("zone", speaker.zone(zone.get()));
                values.put("flipped", speaker.zone(flipped(zone.get())));
                return Optional.of(speaker.exchange("flip", values));
            }
        }
        return Optional.empty();
    }

    private static String flipped(String zone) {
        return zone.startsWith("left")
                ? zone.replace("left", "right")
                : zone.replace("right", "left");
    }

    /// How many would remain of several.
    private Optional<Exchange> fewer() {
        return speaker.shuffled(speaker.facts().countable()).stream()
                .filter(tally -> tally.count() > 1)
                .findFirst()
                .map(this::fewer);
    }

    private Exchange fewer(Tally tally) {
        int gone = 1 + speaker.random().nextInt(tally.count() - 1);
        var values = speaker.wording().one(tally);
        speaker.wording().put(values, "gone", tally.ofCount(gone));
        speaker.wording().put(values, "rest", tally.ofCount(tally.count() - gone));
        return speaker.exchange("fewer", values);
    }

    /// How many one more would make: simple, but possible wherever something is counted.
    private Optional<Exchange> oneMore() {
        return speaker.shuffled(speaker.facts().countable()).stream()
                .filter(tally -> tally.count() < Wording.COUNTED)
                .findFirst()
                .map(tally -> {
                    var values = speaker.wording().one(tally);
                    speaker.wording().put(values, "sum", tally.ofCount(tally.count() + 1));
                    return speaker.exchange("onemore", values);
                });
    }

    private String names(List<Tally> tallies) {
        return speaker.wording()
                .enumeration(
                        tallies.stream()
                                .map(tally ->
                                        speaker.wording().one(tally).getOrDefault("x.the", ""))
                                .toList());
    }
}
