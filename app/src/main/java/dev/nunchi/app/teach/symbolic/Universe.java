package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Scene;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// What a whole source marks: only things of categories that annotators looked for can be said to
/// be absent from a picture.
///
/// Questions about absent things come from three lists, as in POPE ([Evaluating Object
/// Hallucination](https://arxiv.org/abs/2305.10355)): any category, common ones, and those that
/// often stand where a thing of the picture stands, which a model that guesses falls for.
public final class Universe {
    private static final int TRIES = 24;

    private final List<String> categories;
    private final List<String> drawnByFrequency = new ArrayList<>();
    private final Map<String, List<String>> companions = new HashMap<>();

    /// Counts a source's categories. Memory: a reference for each category of each picture.
    ///
    /// @param scenes all of the source, those without boxes count for nothing
    public Universe(List<Scene> scenes) {
        var all = new TreeSet<String>();
        for (var scene : scenes) {
            var here = new TreeSet<String>();
            scene.boxes().stream().map(Box::thing).forEach(here::add);
            all.addAll(here);
            drawnByFrequency.addAll(here);
            for (String category : here) {
                var others = companions.computeIfAbsent(category, _ -> new ArrayList<>());
                here.stream().filter(other -> !other.equals(category)).forEach(others::add);
            }
        }
        categories = List.copyOf(all);
    }

    /// A thing that is surely not in a picture.
    ///
    /// @return empty if the picture has no boxes, or nothing suits after a few draws
    Optional<Noun> absent(SceneFacts facts, RandomGenerator random) {
        if (facts.tallies().isEmpty()) {
            return Optional.empty();
        }
        var tried = new HashSet<String>();
        for (int i = 0; i < TRIES; i++) {
            var list = list(facts, random);
            if (list.isEmpty()) {
                continue;
            }
            String category = list.get(random.nextInt(list.size()));
            if (tried.add(category) && !facts.mayHave(Noun.of(category))) {
                return Optional.of(Noun.of(category));
            }
        }
        return Optional.empty();
    }

    private List<String> list(SceneFacts facts, RandomGenerator random) {
        var tallies = facts.tallies();
        return switch (random.nextInt(3)) {
            case 0 -> categories;
            case 1 -> drawnByFrequency;
            default -> {
                var tally = tallies.get(random.nextInt(tallies.size()));
                yield companions.getOrDefault(tally.noun().category(), List.of());
            }
        };
    }
}
