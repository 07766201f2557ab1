package dev.nunchi.app.teach.symbolic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Scenes;
import dev.nunchi.app.teach.Taught;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.progress.CancelToken;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class SymbolicTeacherTest {
    private static final Path DATA = Path.of("shared", "data", "captions.jsonl");

    private static final Scene PARK =
            new Scene(
                    Path.of("park.jpg"),
                    List.of("Two dogs run past a bench.", "개 두 마리가 벤치 옆을 달려요."),
                    List.of(
                            new Box("dog", 0.05, 0.55, 0.25, 0.85),
                            new Box("dog", 0.3, 0.5, 0.45, 0.8),
                            new Box("bench", 0.7, 0.5, 0.95, 0.8),
                            new Box("bird", 0.75, 0.1, 0.85, 0.2),
                            new Box("kite", 0.1, 0.05, 0.25, 0.2)));

    /// Marks what the others do not: what may be said to be absent.
    private static final Scene STREET =
            new Scene(
                    Path.of("street.jpg"),
                    List.of(),
                    List.of(
                            new Box("car", 0, 0.4, 0.5, 0.9),
                            new Box("group of person", 0.4, 0.3, 1, 1)));

    private static final Universe UNIVERSE = new Universe(List.of(PARK, STREET));

    private final SymbolicTeacher teacher = new SymbolicTeacher(UNIVERSE);

    @Test
    void sameSeedWritesTheSame() {
        assertEquals(
                teach(PARK, SampleType.CONVERSATION, TeachingLanguage.EN, 3),
                teach(PARK, SampleType.CONVERSATION, TeachingLanguage.EN, 3));
        assertNotEquals(
                teach(PARK, SampleType.CONVERSATION, TeachingLanguage.EN, 3),
                teach(PARK, SampleType.CONVERSATION, TeachingLanguage.EN, 4));
    }

    @Test
    void countsAreThoseOfTheBoxes() {
        var counts = Map.of("dogs", "two", "benches", "one", "birds", "one", "kites", "one");
        var question = Pattern.compile("(?:How many|the) (dogs|benches|birds|kites)");
        int seen = 0;
        for (var exchange : exchanges(PARK, SampleType.CONVERSATION)) {
            var asked = question.matcher(exchange.question());
            if (exchange.question().matches("(How many|Can you count).*") && asked.find()) {
                seen++;
                assertTrue(
                        exchange.answer()
                                .toLowerCase(Locale.ROOT)
                                .contains(counts.getOrDefault(asked.group(1), "?")),
                        exchange.toString());
            }
        }
        assertTrue(seen > 20, "only " + seen);
    }

    @Test
    void groupsAreNeverCounted() {
        for (var exchange : exchanges(STREET, SampleType.CONVERSATION)) {
            assertTrue(
                    !exchange.question().matches("(How many|Can you count).*people.*"),
                    exchange.toString());
        }
    }

    @Test
    void presenceIsAskedOfBothKindsAboutAsOften() {
        int yes = 0;
        int no = 0;
        for (var exchange : exchanges(PARK, SampleType.CONVERSATION)) {
            yes += exchange.answer().startsWith("Yes") ? 1 : 0;
            no += exchange.answer().startsWith("No") ? 1 : 0;
        }
        assertTrue(yes > 40 && no > 40 && Math.abs(yes - no) < (yes + no) / 3, yes + " " + no);
    }

    @Test
    void whoAsksForAWordGetsOne() {
        int seen = 0;
        for (var exchange : exchanges(PARK, SampleType.CONVERSATION)) {
            if (exchange.question().matches(".*(Answer with|Answer yes|Just say|One word).*")) {
                seen++;
                assertTrue(exchange.answer().matches("[A-Z][a-z]+"), exchange.toString());
            }
        }
        assertTrue(seen > 50, "only " + seen);
    }

    @Test
    void nothingIsAbsentThatACaptionSpeaksOf() {
        var scene =
                new Scene(
                        Path.of("a.jpg"),
                        List.of("A woman and her puppy in a vehicle."),
                        List.of(new Box("kite", 0, 0, 0.5, 0.5)));
        for (var exchange : exchanges(scene, SampleType.CONVERSATION)) {
            assertTrue(
                    !exchange.answer().startsWith("No")
                            || !exchange.question().matches(".*(person|dog|car).*"),
                    exchange.toString());
        }
    }

    @Test
    void sidesAndPlacesAreThoseOfTheBoxes() {
        var facts = new SceneFacts(PARK);
        var bench = facts.singles().getFirst();

        assertEquals("bench", bench.noun().category());
        assertEquals(
                "right.middle", SceneFacts.zone(new Box("x", 0.7, 0.4, 0.95, 0.6)).orElseThrow());
        assertEquals(
                "left",
                SceneFacts.side(new Box("x", 0, 0, 0.2, 1), new Box("y", 0.4, 0, 0.6, 1))
                        .orElseThrow());
        assertTrue(
                SceneFacts.side(new Box("x", 0, 0, 0.5, 1), new Box("y", 0.2, 0, 0.6, 1))
                        .isEmpty());
        assertTrue(SceneFacts.zone(new Box("x", 0.2, 0.2, 0.45, 0.4)).isEmpty(), "on a border");
    }

    @ParameterizedTest
    @CsvSource({"개, 이, 가, 가", "곰, 이, 가, 이", "3, 이에요, 예요, 이에요", "2, 이에요, 예요, 예요", "TV, 을, 를, 을(를)"})
    void particlesFitTheirWords(String word, String consonant, String vowel, String expected) {
        assertEquals(expected, Korean.particle(word, consonant, vowel));
    }

    @Test
    void koreanLessonsAreKorean() {
        for (var kind : SampleType.values()) {
            for (int seed = 0; seed < 60; seed++) {
                for (var turn : teach(PARK, kind, TeachingLanguage.KO, seed)) {
                    assertTrue(Korean.isKorean(turn.text()), turn.text());
                    assertTrue(!turn.text().matches("(?s).*[{}].*|.*\\([가를은].*"), turn.text());
                }
            }
        }
    }

    @Test
    void everySentenceCanBeSaid() {
        for (var language : TeachingLanguage.values()) {
            for (var scene : List.of(PARK, STREET)) {
                for (var kind : SampleType.values()) {
                    for (int seed = 0; seed < 200; seed++) {
                        for (var turn : teach(scene, kind, language, seed)) {
                            assertTrue(!turn.text().isBlank() && !turn.text().contains("{"));
                        }
                    }
                }
            }
        }
    }

    @Test
    void tooLittleIsNoLesson() {
        var scene = new Scene(Path.of("a.jpg"), List.of(), List.of());
        for (var kind : SampleType.values()) {
            assertInstanceOf(
                    Taught.Nothing.class,
                    teacher.teach(
                            new Lesson("1", scene, kind, TeachingLanguage.EN, 0),
                            CancelToken.none()));
        }
    }

    @Test
    void nothingIsCountedThatACaptionCountsOtherwise() {
        var bunch = List.of(new Box("banana", 0, 0, 1, 1), new Box("cup", 0, 0, 0.2, 0.2));
        for (String caption : List.of("A bunch of bananas.", "The four huge bananas.")) {
            var scene = new Scene(Path.of("a.jpg"), List.of(caption), bunch);
            for (var exchange : exchanges(scene, SampleType.CONVERSATION)) {
                assertTrue(!exchange.answer().contains("one banana"), exchange.toString());
                assertTrue(!exchange.answer().contains("a banana"), exchange.toString());
            }
        }
    }

    @Test
    void goldPresenceIsBalancedAndTrue() {
        var questions = GoldQuestions.presence(List.of(PARK, STREET), 2, 5);

        long present = questions.stream().filter(GoldQuestions.Presence::present).count();
        assertEquals(questions.size(), 2 * present);
        assertTrue(questions.size() >= 4, questions.toString());
        var park = Set.of("dog", "bench", "bird", "kite");
        for (var question : questions) {
            if (question.picture().equals(PARK.picture())) {
                assertEquals(question.present(), park.contains(question.category()));
            }
        }
    }

    @Test
    void goldCountsAreThoseOfTheBoxes() {
        var counts = GoldQuestions.counts(List.of(PARK, STREET), 9, 1);

        assertTrue(
                counts.contains(new GoldQuestions.Count(PARK.picture(), "dog", "dogs", 2)),
                counts.toString());
        assertTrue(counts.stream().noneMatch(count -> count.category().equals("person")));
    }

    /// Of each kind and language, to be read by a person: `-Dnunchi.teach.print=FILE`.
    @Test
    void thirtyPicturesOfRealDataGiveThreeKinds() throws Exception {
        var data = shared();
        assumeTrue(data.isPresent(), "no shared data");
        var scenes =
                Scenes.read(data.get(), Scenes.Options.defaults(), DataRows.Watch.none())
                        .scenes()
                        .stream()
                        .filter(scene -> !scene.boxes().isEmpty())
                        .toList();
        var real = new SymbolicTeacher(new Universe(scenes));
        var lines = new ArrayList<String>();
        var made = new HashSet<SampleType>();
        int rows = 0;
        for (var scene : scenes.subList(0, 30)) {
            lines.add("\n# " + scene.picture().getFileName() + " " + scene.boxes());
            for (var language : TeachingLanguage.values()) {
                for (var kind :
                        List.of(SampleType.CONVERSATION, SampleType.DETAIL, SampleType.COMPLEX)) {
                    var lesson = new Lesson("1", scene, kind, language, rows);
                    if (real.teach(lesson, CancelToken.none()) instanceof Taught.Turns turns) {
                        rows++;
                        made.add(kind);
                        lines.add("## " + kind + " " + language);
                        turns.turns().forEach(turn -> lines.add(turn.role() + ": " + turn.text()));
                    }
                }
            }
        }
        print(lines);
        assertEquals(3, made.size());
        assertTrue(rows > 140, "only " + rows + " of 180 lessons");
    }

    /// Beside the repository, or beside the folder that work trees are in.
    private static Optional<Path> shared() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(DATA))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static void print(List<String> lines) throws IOException {
        String file = System.getProperty("nunchi.teach.print", "");
        if (!file.isEmpty()) {
            Files.write(Path.of(file), lines);
        }
    }

    private List<Exchange> exchanges(Scene scene, SampleType kind) {
        var exchanges = new ArrayList<Exchange>();
        for (int seed = 0; seed < 200; seed++) {
            var turns = teach(scene, kind, TeachingLanguage.EN, seed);
            for (int i = 0; i < turns.size(); i += 2) {
                exchanges.add(new Exchange(turns.get(i).text(), turns.get(i + 1).text()));
            }
        }
        return exchanges;
    }

    private List<SampleTurn> teach(
            Scene scene, SampleType kind, TeachingLanguage language, long seed) {
        var taught =
                teacher.teach(new Lesson("1", scene, kind, language, seed), CancelToken.none());
        return taught instanceof Taught.Turns turns ? turns.turns() : List.of();
    }
}
