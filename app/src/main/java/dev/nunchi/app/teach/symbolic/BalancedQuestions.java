package dev.nunchi.app.teach.symbolic;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.symbolic.GoldQuestions.Count;
import dev.nunchi.app.teach.symbolic.GoldQuestions.Presence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/// Questions whether and how many, drawn from a whole source so that their words say nothing of the
/// answer: each thing is affirmed as often as it is denied, and each number of it that is asked for
/// is right as often as the others. Who answers without looking is right by chance only.
///
/// After the balanced pairs of VQA 2 ([Making the V in VQA
/// Matter](https://arxiv.org/abs/1612.00837)), of which only the words' share is kept: pictures are
/// not chosen to look alike.
public final class BalancedQuestions {
    private static final int MOST_COUNTED = 4;

    private final List<Sightings> pictures;
    private final int[] room;
    private final Random random;
    private final TreeSet<String> marked = new TreeSet<>();
    private final List<Presence> presence = new ArrayList<>();
    private final List<Count> counts = new ArrayList<>();

    /// What is asked.
    ///
    /// @param counts at most one of each picture
    public record Drawn(List<Presence> presence, List<Count> counts) {
        public Drawn {
            presence = List.copyOf(presence);
            counts = List.copyOf(counts);
        }
    }

    private BalancedQuestions(List<Scene> scenes, int each, long seed) {
        pictures = scenes.stream().map(Sightings::new).toList();
        room = new int[pictures.size()];
        Arrays.fill(room, each);
        random = new Random(seed);
        scenes.forEach(scene -> scene.boxes().stream().map(Box::thing).forEach(marked::add));
    }

    /// Draws as many as balance and the number a picture allow, rare things first.
    ///
    /// @param each questions a picture at most, 1 or more
    /// @param seed same scenes and seed, same questions
    public static Drawn draw(List<Scene> scenes, int each, long seed) {
        var questions = new BalancedQuestions(scenes, each, seed);
        questions.drawCounts();
        questions.drawPresence();
        return new Drawn(questions.presence, questions.counts);
    }

    /// All things that can be asked about.
    private List<SpokenThing> things() {
        var categories = new TreeSet<>(SpokenThing.LISTED.keySet());
        categories.addAll(marked);
        return categories.stream().map(SpokenThing::of).toList();
    }

    /// Pictures by what they say about a thing.
    private record Asked(SpokenThing thing, List<Integer> there, List<Integer> absent) {}

    private void drawPresence() {
        var rarestFirst =
                things().stream()
                        .map(this::asked)
                        .sorted(Comparator.comparingInt(asked -> asked.there().size()))
                        .toList();
        for (var asked : rarestFirst) {
            var there = free(asked.there());
            var absent = free(asked.absent());
            int pairs = Math.min(there.size(), absent.size());
            there.subList(0, pairs).forEach(picture -> ask(picture, asked.thing(), true));
            absent.subList(0, pairs).forEach(picture -> ask(picture, asked.thing(), false));
        }
    }

    private Asked asked(SpokenThing thing) {
        var asked = new Asked(thing, new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < pictures.size(); i++) {
            switch (pictures.get(i).of(thing, marked)) {
                case THERE -> asked.there().add(i);
                case ABSENT -> asked.absent().add(i);
                case UNKNOWN -> {}
            }
        }
        return asked;
    }

    private void ask(int picture, SpokenThing thing, boolean present) {
        room[picture]--;
        presence.add(
                new Presence(
                        pictures.get(picture).scene().picture(),
                        thing.noun().category(),
                        thing.some(),
                        present));
    }

    private void drawCounts() {
        var asked = new boolean[pictures.size()];
        for (var thing : things()) {
            var byNumber = byNumber(thing, asked);
            int each = evenly(byNumber);
            for (int number = 1; number <= MOST_COUNTED && each > 0; number++) {
                var some = byNumber.get(number);
                Collections.shuffle(some, random);
                if (some.size() >= each) {
                    for (int picture : some.subList(0, each)) {
                        asked[picture] = true;
                        room[picture]--;
                        counts.add(count(picture, thing, number));
                    }
                }
            }
        }
    }

    /// Pictures that are not asked for a number yet, by how many of a thing they show.
    private List<List<Integer>> byNumber(SpokenThing thing, boolean[] asked) {
        var byNumber = new ArrayList<List<Integer>>();
        for (int number = 0; number <= MOST_COUNTED; number++) {
            byNumber.add(new ArrayList<>());
        }
        for (int i = 0; i < pictures.size(); i++) {
            var number = pictures.get(i).number(thing);
            if (number.isPresent() && !asked[i] && room[i] > 0) {
                byNumber.get(number.getAsInt()).add(i);
            }
        }
        return byNumber;
    }

    private Count count(int picture, SpokenThing thing, int number) {
        var noun = thing.noun();
        return new Count(
                pictures.get(picture).scene().picture(), noun.category(), noun.plural(), number);
    }

    /// How often each number is asked for: more of the common numbers, or more numbers, whichever
    /// leaves more to find out.
    ///
    /// @return 0 if there is one number alone
    private static int evenly(List<List<Integer>> byNumber) {
        var sizes = byNumber.stream().map(List::size).sorted(Comparator.reverseOrder()).toList();
        int best = 0;
        int each = 0;
        for (int numbers = 2; numbers <= MOST_COUNTED; numbers++) {
            int size = sizes.get(numbers - 1);
            if ((numbers - 1) * size > best) {
                best = (numbers - 1) * size;
                each = size;
            }
        }
        return each;
    }

    /// Pictures with room for a question, those with most room first.
    private List<Integer> free(List<Integer> some) {
        var free = new ArrayList<>(some.stream().filter(picture -> room[picture] > 0).toList());
        Collections.shuffle(free, random);
        free.sort(Comparator.comparingInt(picture -> -room[picture]));
        return free;
    }
}
