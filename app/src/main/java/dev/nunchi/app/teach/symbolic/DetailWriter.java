package dev.nunchi.app.teach.symbolic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Writes a paragraph about a picture: what people said, what there is, and where.
final class DetailWriter {
    private static final int LISTED = 10;
    private static final int PLACED = 3;

    /// Captions that share so many of their words say the same.
    private static final double ALIKE = 0.45;

    private final Speaker speaker;

    DetailWriter(Speaker speaker) {
        this.speaker = speaker;
    }

    /// @return empty if too little is known for a paragraph
    Optional<Exchange> write() {
        var sentences = new ArrayList<>(captions());
        var tallies = speaker.facts().tallies();
        if (!tallies.isEmpty()) {
            var listed = tallies.subList(0, Math.min(LISTED, tallies.size()));
            sentences.add(speaker.say("detail.things", speaker.listed(listed)));
            sentences.addAll(places());
            sentences.addAll(relations());
        }
        return sentences.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new Exchange(
                                speaker.instruction(Speaker.Length.DETAILED),
                                String.join(" ", sentences)));
    }

    /// Two that say different things.
    private List<String> captions() {
        var captions = speaker.captions();
        if (captions.isEmpty()) {
            return List.of();
        }
        String first = captions.getFirst();
        return captions.stream()
                .filter(other -> alike(first, other) < ALIKE)
                .findFirst()
                .map(other -> List.of(first, other))
                .orElseGet(() -> List.of(first));
    }

    private static double alike(String first, String second) {
        var shared = words(first);
        var all = words(second);
        int of = Math.min(shared.size(), all.size());
        shared.retainAll(all);
        return of == 0 ? 1 : (double) shared.size() / of;
    }

    private static Set<String> words(String caption) {
        return new HashSet<>(List.of(caption.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
    }

    private List<String> places() {
        var sentences = new ArrayList<String>();
        for (var tally : speaker.facts().singles()) {
            if (sentences.size() == PLACED) {
                break;
            }
            var values = speaker.wording().one(tally);
            if (SceneFacts.fills(tally.box())) {
                sentences.add(speaker.say("detail.fills", values));
            } else {
                SceneFacts.zone(tally.box())
                        .ifPresent(zone -> {
                            values.put("zone", speaker.zone(zone));
                            sentences.add(speaker.say("detail.where", values));
                        });
            }
        }
        return sentences;
    }

    /// One that stands beside another, and one to the side of another.
    private List<String> relations() {
        var sentences = new ArrayList<String>();
        var singles = speaker.facts().singles();
        for (int i = 0; i + 1 < singles.size() && sentences.size() < 2; i++) {
            relation(singles.get(i + 1), singles.get(i)).ifPresent(sentences::add);
        }
        return sentences;
    }

    private Optional<String> relation(Tally x, Tally y) {
        var values = speaker.wording().pair(x, y);
        if (SceneFacts.areBeside(x.box(), y.box())) {
            return Optional.of(speaker.say("detail.beside", values));
        }
        return SceneFacts.side(x.box(), y.box())
                .map(side -> {
                    values.put("side", speaker.word("side." + side));
                    return speaker.say("detail.side", values);
                });
    }
}
