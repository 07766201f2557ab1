package dev.nunchi.app.teach.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Taught;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.symbolic.Sightings.Verdict;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.progress.CancelToken;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

class BalancedQuestionsTest {
    private static final List<String> RUNNING =
            List.of("A dog runs over the beach.", "A brown dog runs.", "A dog runs in the sun.");
    private static final List<String> CHASING =
            List.of("Two dogs on a lawn.", "Two brown dogs play.", "Two dogs run on grass.");
    private static final List<String> SITTING =
            List.of("A man sits on a bench.", "A man reads on a bench.", "An old man on a bench.");

    /// Twelve pictures of each of three scenes, and five with boxes.
    private static final List<Scene> SCENES = scenes();

    private static List<Scene> scenes() {
        var scenes = new ArrayList<Scene>();
        for (int i = 0; i < 12; i++) {
            scenes.add(scene("run" + i, RUNNING));
            scenes.add(scene("chase" + i, CHASING));
            scenes.add(scene("sit" + i, SITTING));
        }
        for (int i = 0; i < 5; i++) {
            var cat = new Box("cat", 0.1, 0.1, 0.4, 0.4);
            var other = new Box(i % 2 == 0 ? "cat" : "vase", 0.5, 0.5, 0.9, 0.9);
            scenes.add(new Scene(Path.of("box" + i), List.of(), List.of(cat, other)));
        }
        return scenes;
    }

    private static Scene scene(String name, List<String> captions) {
        return new Scene(Path.of(name), captions, List.of());
    }

    @Test
    void eachThingIsThereAsOftenAsNot() {
        var drawn = BalancedQuestions.draw(SCENES, 4, 1);
        var balance = new HashMap<String, Integer>();
        drawn.presence()
                .forEach(asked ->
                        balance.merge(asked.category(), asked.present() ? 1 : -1, Integer::sum));
        assertTrue(drawn.presence().size() > 40, drawn.toString());
        assertEquals(Set.of(0), new HashSet<>(balance.values()), balance.toString());
    }

    @Test
    void eachNumberOfAThingIsRightAsOften() {
        var drawn = BalancedQuestions.draw(SCENES, 4, 1);
        var dogs =
                drawn.counts().stream()
                        .filter(asked -> asked.category().equals("dog"))
                        .collect(
                                Collectors.groupingBy(
                                        asked -> asked.count(), Collectors.counting()));
        assertEquals(dogs.get(1), dogs.get(2), dogs.toString());
        assertEquals(12, dogs.get(1));
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void noPictureGetsMoreQuestionsThanAsked(int each) {
        var drawn = BalancedQuestions.draw(SCENES, each, 1);
        var asked = new HashMap<Path, Integer>();
        drawn.presence().forEach(question -> asked.merge(question.picture(), 1, Integer::sum));
        drawn.counts().forEach(question -> asked.merge(question.picture(), 1, Integer::sum));
        assertTrue(asked.values().stream().allMatch(count -> count <= each), asked.toString());
    }

    @Test
    void sameSeedDrawsTheSame() {
        assertEquals(BalancedQuestions.draw(SCENES, 2, 5), BalancedQuestions.draw(SCENES, 2, 5));
    }

    @ParameterizedTest
    @CsvSource({
        "dog, THERE", // three say so
        "man, ABSENT", // nobody does, and nobody overlooks one
        "sand, UNKNOWN", // a beach has some
        "cup, UNKNOWN" // which people do overlook
    })
    void captionsTellWhatIsThere(String category, Verdict verdict) {
        assertEquals(
                verdict, new Sightings(scene("a", RUNNING)).of(SpokenThing.of(category), Set.of()));
    }

    @Test
    void whatOnePersonAloneSaysIsLeftOpen() {
        var captions = List.of("A dog with a ball.", "A dog runs.", "A brown dog.");
        assertEquals(
                Verdict.UNKNOWN,
                new Sightings(scene("a", captions)).of(SpokenThing.of("ball"), Set.of()));
    }

    @Test
    void fewCaptionsDenyNothing() {
        var one = new Sightings(scene("a", List.of("A dog runs.", "A brown dog.")));
        assertEquals(Verdict.UNKNOWN, one.of(SpokenThing.of("horse"), Set.of()));
    }

    @Test
    void boxesDenyWhatTheSourceMarksAndTheyDoNotShow() {
        var scene = new Scene(Path.of("a"), List.of(), List.of(new Box("cup", 0.1, 0.1, 0.5, 0.5)));
        var sightings = new Sightings(scene);
        assertEquals(Verdict.ABSENT, sightings.of(SpokenThing.of("fork"), Set.of("cup", "fork")));
        assertEquals(Verdict.UNKNOWN, sightings.of(SpokenThing.of("fork"), Set.of("cup")));
    }

    @Test
    void captionsThatCountDifferentlyGiveNoNumber() {
        var captions = List.of("Two dogs run.", "Three dogs run.", "Two dogs play.", "Two dogs.");
        assertEquals(
                OptionalInt.empty(),
                new Sightings(scene("a", captions)).number(SpokenThing.of("dog")));
    }

    @Test
    void oneIsNotCountedWhereAnotherMayHide() {
        var captions = List.of("A dog chases another.", "A dog runs.", "A dog on grass.");
        assertEquals(
                OptionalInt.empty(),
                new Sightings(scene("a", captions)).number(SpokenThing.of("dog")));
    }

    @Test
    void teacherAnswersEachQuestionWithAWord() {
        var teacher = new BalancedTeacher(SCENES, 3, 1);
        int exchanges = 0;
        for (var scene : SCENES) {
            var lesson = new Lesson("a", scene, SampleType.CONVERSATION, TeachingLanguage.EN, 7);
            if (teacher.teach(lesson, CancelToken.none())
                    instanceof Taught.Turns(var turns, _, _)) {
                for (int i = 1; i < turns.size(); i += 2) {
                    assertTrue(turns.get(i).text().matches("Yes|No|One|Two"), turns.toString());
                    exchanges++;
                }
            }
        }
        assertTrue(exchanges > 60, "only " + exchanges);
    }

    @Test
    void teacherWritesNothingOfOtherKinds() {
        var lesson = new Lesson("a", SCENES.getFirst(), SampleType.DETAIL, TeachingLanguage.EN, 7);
        assertInstanceOf(
                Taught.Nothing.class,
                new BalancedTeacher(SCENES, 3, 1).teach(lesson, CancelToken.none()));
    }

    @Test
    void whatNobodyCountsHasNoArticle() {
        assertEquals("water", SpokenThing.of("water").some());
        assertEquals("a dog", SpokenThing.of("dog").some());
        assertFalse(SpokenThing.of("snow").isCounted());
    }
}
