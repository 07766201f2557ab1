package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.Scene;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Questions whose answers follow from boxes: what a benchmark of seeing is made of.
public final class GoldQuestions {
    private GoldQuestions() {}

    /// Whether a picture shows a thing.
    ///
    /// @param category as boxes have it; a question calls it `thing`
    /// @param thing in an English question, e.g. `a pair of skis`
    public record Presence(Path picture, String category, String thing, boolean present) {}

    /// How many of a thing a picture shows.
    ///
    /// @param category as boxes have it
    /// @param things in an English question, e.g. `pairs of skis`
    /// @param count `1..10`
    public record Count(Path picture, String category, String things, int count) {}

    /// As many questions about what is there as about what is not, `pairs` of each a picture as far
    /// as it allows; see [Universe] for what is asked in vain.
    public static List<Presence> presence(List<Scene> scenes, int pairs, long seed) {
        var universe = new Universe(scenes);
        var random = new Random(seed);
        var questions = new ArrayList<Presence>();
        for (var scene : scenes) {
            var facts = new SceneFacts(scene);
            var there = new ArrayList<>(facts.tallies());
            Collections.shuffle(there, random);
            var asked = new ArrayList<Noun>();
            for (var tally : there.subList(0, Math.min(pairs, there.size()))) {
                universe.absent(facts, random)
                        .filter(noun -> !asked.contains(noun))
                        .ifPresent(noun -> {
                            asked.add(noun);
                            questions.add(presence(scene, tally.noun(), true));
                            questions.add(presence(scene, noun, false));
                        });
            }
        }
        return questions;
    }

    private static Presence presence(Scene scene, Noun noun, boolean present) {
        String thing = Wording.article(noun.singular());
        return new Presence(scene.picture(), noun.category(), thing, present);
    }

    /// A question about each thing that can be counted, at most `each` a picture.
    public static List<Count> counts(List<Scene> scenes, int each, long seed) {
        var random = new Random(seed);
        var questions = new ArrayList<Count>();
        for (var scene : scenes) {
            var countable = new ArrayList<>(new SceneFacts(scene).countable());
            Collections.shuffle(countable, random);
            for (var tally : countable.subList(0, Math.min(each, countable.size()))) {
                var noun = tally.noun();
                questions.add(
                        new Count(scene.picture(), noun.category(), noun.plural(), tally.count()));
            }
        }
        return questions;
    }
}
