package dev.nunchi.app.teach.symbolic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Writes conversations of questions that boxes and captions answer for certain.
final class ConversationWriter {
    private static final int FEWEST = 3;
    private static final int MOST = 5;
    private static final int LISTED = 8;
    private static final int SHORT_ONE_IN = 3;

    private final Speaker speaker;
    private final Universe universe;
    private final Set<String> asked = new HashSet<>();

    ConversationWriter(Speaker speaker, Universe universe) {
        this.speaker = speaker;
        this.universe = universe;
    }

    /// What may be asked; each gives at most one exchange a call, never the same twice.
    private interface Topic {
        Optional<Exchange> next();
    }

    /// From the whole to the parts, as people ask; empty if nothing is known.
    List<Exchange> write() {
        var exchanges = new ArrayList<Exchange>();
        overview().ifPresent(exchanges::add);
        int length = FEWEST + speaker.random().nextInt(MOST - FEWEST + 1);
        var topics = new ArrayList<Topic>(List.of(this::presence, this::count));
        topics.addAll(
                speaker.shuffled(
                        List.<Topic>of(
                                this::where, this::side, this::height, this::beside, this::size)));
        topics.addAll(List.of(this::count, this::presence, this::presence));
        for (var topic : topics) {
            if (exchanges.size() < length) {
                topic.next().ifPresent(exchanges::add);
            }
        }
        if (exchanges.size() == 1 && speaker.captions().size() > 1) {
            again().ifPresent(exchanges::add);
        }
        return exchanges;
    }

    private Optional<Exchange> overview() {
        var captions = speaker.captions();
        if (!captions.isEmpty()) {
            String caption = captions.get(speaker.random().nextInt(captions.size()));
            return Optional.of(new Exchange(speaker.say("overview.ask", Map.of()), caption));
        }
        var tallies = speaker.facts().tallies();
        return tallies.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        speaker.exchange(
                                "things",
                                speaker.listed(
                                        tallies.subList(0, Math.min(LISTED, tallies.size())))));
    }

    private Optional<Exchange> again() {
        var captions = speaker.captions();
        return Optional.of(new Exchange(speaker.say("again.ask", Map.of()), captions.getFirst()));
    }

    /// Of several rather than of one, where there are both.
    private Optional<Exchange> count() {
        var countable = speaker.shuffled(speaker.facts().countable());
        return Stream.concat(
                        countable.stream().filter(tally -> tally.count() > 1), countable.stream())
                .filter(tally -> asked.add(tally.noun().category()))
                .findFirst()
                .map(tally -> speaker.exchange("count" + manner(), speaker.wording().one(tally)));
    }

    /// As often about what is there as about what is not.
    private Optional<Exchange> presence() {
        return speaker.random().nextBoolean() ? present() : absent();
    }

    private Optional<Exchange> present() {
        return speaker.shuffled(speaker.facts().tallies()).stream()
                .filter(tally -> asked.add(tally.noun().category()))
                .findFirst()
                .map(tally -> presence(tally, "yes"));
    }

    private Optional<Exchange> absent() {
        return universe.absent(speaker.facts(), speaker.random())
                .filter(noun -> asked.add(noun.category()))
                .map(noun -> presence(Tally.absent(noun), "no"));
    }

    private Exchange presence(Tally tally, String answer) {
        var values = speaker.wording().one(tally);
        String topic = "present" + manner();
        return new Exchange(
                speaker.say(topic + ".ask", values), speaker.say(topic + "." + answer, values));
    }

    /// Now and then a question asks for a word instead of a sentence, as tests of seeing do; it
    /// says so, that a model learns when to be short ([Improved
    /// Baselines](https://arxiv.org/abs/2310.03744), "response format prompting").
    private String manner() {
        return speaker.random().nextInt(SHORT_ONE_IN) == 0 ? ".short" : "";
    }

    private Optional<Exchange> where() {
        for (var tally : speaker.shuffled(speaker.facts().singles())) {
            var zone = SceneFacts.zone(tally.box());
            if (zone.isPresent()) {
                var values = speaker.wording().one(tally);
                values.put("zone", speaker.zone(zone.get()));
                return Optional.of(speaker.exchange("where", values));
            }
        }
        return Optional.empty();
    }

    private Optional<Exchange> side() {
        return pairs().stream()
                .flatMap(pair ->
                        SceneFacts.side(pair.x().box(), pair.y().box()).stream()
                                .map(side -> side(pair, side)))
                .findFirst();
    }

    private Exchange side(Pair pair, String side) {
        var values = speaker.wording().pair(pair.x(), pair.y());
        values.put("side", speaker.word("side." + side));
        return speaker.exchange("side", values);
    }

    private Optional<Exchange> height() {
        return pairs().stream()
                .filter(pair -> SceneFacts.isAbove(pair.x().box(), pair.y().box()))
                .findFirst()
                .map(pair -> ordered("height", pair, "upper", "lower"));
    }

    private Optional<Exchange> size() {
        return pairs().stream()
                .filter(pair -> SceneFacts.isLarger(pair.x().box(), pair.y().box()))
                .findFirst()
                .map(pair -> ordered("size", pair, "larger", "smaller"));
    }

    /// A question that names the two in any order, so that the first is not always the answer.
    private Exchange ordered(String topic, Pair pair, String first, String second) {
        var values =
                speaker.random().nextBoolean()
                        ? speaker.wording().pair(pair.x(), pair.y())
                        : speaker.wording().pair(pair.y(), pair.x());
        speaker.wording().put(values, first, pair.x());
        speaker.wording().put(values, second, pair.y());
        return speaker.exchange(topic, values);
    }

    private Optional<Exchange> beside() {
        return pairs().stream()
                .filter(pair -> SceneFacts.areBeside(pair.x().box(), pair.y().box()))
                .findFirst()
                .map(pair ->
                        speaker.exchange("beside", speaker.wording().pair(pair.x(), pair.y())));
    }

    private record Pair(Tally x, Tally y) {}

    private List<Pair> pairs() {
        var singles = speaker.facts().singles();
        var pairs = new ArrayList<Pair>();
        for (var x : singles) {
            for (var y : singles) {
                if (!x.equals(y)) {
                    pairs.add(new Pair(x, y));
                }
            }
        }
        return speaker.shuffled(pairs);
    }
}
