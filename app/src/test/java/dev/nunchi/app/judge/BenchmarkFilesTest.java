package dev.nunchi.app.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Taught;
import dev.nunchi.app.teach.Teacher;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.eval.CaptionedPicture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class BenchmarkFilesTest {
    @TempDir private Path folder;

    @Test
    void questionsMeetTheirSymbolsAndReferences() throws IOException, EngineException {
        write("symbols.jsonl", SYMBOLS);
        write(
                "answers.jsonl",
                "{\"question_id\": 0, \"text\": \"A dog.\", \"category\": \"conv\"}");
        Path questions =
                write(
                        "questions.jsonl",
                        """
                        {"question_id": 0, "image": "COCO_val2014_000000000007.jpg", "text": "What is it?", "category": "conv"}
                        """);
        var benchmark = BenchmarkReader.read(questions, Optional.empty());
        var item = benchmark.items().getFirst();
        assertEquals(new Task.Open(SampleType.CONVERSATION, Optional.of("A dog.")), item.task());
        assertEquals(List.of("A dog runs."), benchmark.scene(item).captions());
        assertEquals(new Box("dog", 0.1, 0.2, 0.3, 0.4), benchmark.scene(item).boxes().getFirst());
    }

    @Test
    void labelsAndAnswersMakeOtherTasks() throws IOException, EngineException {
        Path file =
                write(
                        "q.jsonl",
                        """
                        {"question_id": 1, "image": "7.jpg", "text": "Is there a dog in the image?", "label": "yes"}
                        {"question_id": 2, "image": "7.jpg", "question": "How many?", "answers": [{"answer": "2"}, {"answer": "two"}]}
                        """);
        var items = BenchmarkReader.read(file, Optional.empty()).items();
        assertEquals(new Task.Presence(true), items.getFirst().task());
        assertEquals(new Task.Exact(List.of("2", "two")), items.getLast().task());
    }

    @Test
    void pairsOfQuestionAndAnswerAreABenchmarkToo() throws IOException, EngineException {
        write(
                "pairs.jsonl",
                "{\"id\": \"7\", \"image\": \"COCO_val2014_7.jpg\", \"instruction\": \"What?\", \"output\": \"A dog.\", \"type\": \"detail\"}");
        var item = BenchmarkReader.read(folder, Optional.empty()).items().getFirst();
        assertEquals(new Task.Open(SampleType.DETAIL, Optional.of("A dog.")), item.task());
    }

    @Test
    void pictureOutsideOfTheFolderIsNotLookedAt() throws IOException, EngineException {
        write(
                "q.jsonl",
                "{\"question_id\": 1, \"image\": \"../../secret.jpg\", \"text\": \"What?\", \"label\": \"no\"}");
        var benchmark = BenchmarkReader.read(folder, Optional.empty());
        assertEquals(
                folder.resolve("secret.jpg"),
                benchmark.scene(benchmark.items().getFirst()).picture());
    }

    @Test
    void rowThatIsNothingOfABenchmarkIsNamed() throws IOException {
        Path file = write("q.jsonl", "{\"question_id\": 1, \"image\": \"7.jpg\"}");
        assertEquals(
                1,
                assertThrows(
                                DataException.class,
                                () -> BenchmarkReader.read(file, Optional.empty()))
                        .line());
    }

    @Test
    void cornerThatIsNoNumberIsNamedWithItsRow() throws IOException {
        write(
                "q.jsonl",
                "{\"question_id\": 1, \"image\": \"7.jpg\", \"text\": \"?\", \"label\": \"no\"}");
        write(
                "symbols.jsonl",
                SYMBOLS + "\n" + SYMBOLS.replace("0.3", "\"wide\"").replace("0007", "0008"));
        var refused =
                assertThrows(
                        DataException.class, () -> BenchmarkReader.read(folder, Optional.empty()));
        assertEquals("symbols.jsonl", refused.source());
        assertEquals(2, refused.line());
    }

    @Test
    void captionsOfABenchmarkAreReadAsTheyWereWritten() throws IOException, EngineException {
        Path picture = write("dog.png", "");
        var described = new CaptionedPicture(picture, List.of("A dog.", "A dog runs."));
        var benchmark = CaptionBenchmark.of("dogs", List.of(described));
        Path out = folder.resolve("out");
        BenchmarkWriter.write(benchmark, out);
        assertEquals(benchmark.items(), BenchmarkReader.read(out, Optional.empty()).items());
    }

    @Test
    void publishedQuestionsLoadWithReferencesAndSymbols() throws EngineException {
        var benchmark =
                BenchmarkReader.read(SharedBench.path("qa90_questions.jsonl"), Optional.empty());
        assertEquals(90, benchmark.items().size());
        assertEquals(30, benchmark.scenes().size());
        assertEquals(30, benchmark.open(SampleType.COMPLEX).size());
        assertTrue(benchmark.items().stream().allMatch(BenchmarkFilesTest::hasReference));
        assertFalse(benchmark.scenes().values().stream().anyMatch(s -> s.captions().isEmpty()));
    }

    @Test
    void publishedFolderHoldsTheSameQuestions() throws EngineException {
        Path questions = SharedBench.path("qa90_questions.jsonl");
        assertEquals(
                BenchmarkReader.read(questions, Optional.empty()).items(),
                BenchmarkReader.read(questions.resolveSibling(""), Optional.empty()).items());
    }

    private static boolean hasReference(BenchmarkItem item) {
        return item.task() instanceof Task.Open(_, var own) && own.isPresent();
    }

    @Test
    void builtBenchmarkIsReadAsItWasWritten()
            throws IOException, EngineException, TeacherException {
        var built = built(2);
        Path out = folder.resolve("out");
        BenchmarkWriter.write(built, out);
        var read = BenchmarkReader.read(out, Optional.empty());
        assertEquals(built.items(), read.items());
        assertEquals(
                built.scenes().values().stream().map(Scene::boxes).toList(),
                read.scenes().values().stream().map(Scene::boxes).toList());
        assertTrue(read.scenes().values().stream().allMatch(s -> Files.exists(s.picture())));
    }

    @Test
    void builtBenchmarkAsksEachKindOfEachPicture() throws IOException, TeacherException {
        var built = built(3);
        assertEquals(9, built.open().size());
        assertEquals(3, built.scenes().size());
    }

    @Test
    void halfOfThePresenceQuestionsAreOfThingsThatAreNotThere()
            throws IOException, TeacherException {
        var asked =
                built(4).items().stream()
                        .filter(item -> item.task() instanceof Task.Presence)
                        .toList();
        assertEquals(8, asked.size());
        assertEquals(
                4, asked.stream().filter(i -> i.task().equals(new Task.Presence(true))).count());
    }

    @Test
    void balancedBenchmarkIsReadAsItWasWrittenAndAsksForAWord()
            throws IOException, EngineException {
        var scenes = new ArrayList<Scene>();
        for (String thing : List.of("dog", "horse", "cat", "bird")) {
            Path picture = Files.writeString(folder.resolve(thing + ".jpg"), thing);
            String caption = "A " + thing + " in the sun.";
            scenes.add(
                    new Scene(
                            picture,
                            List.of(caption, "One brown " + thing + ".", caption + " It rests."),
                            List.of()));
        }
        Path out = folder.resolve("out");
        var built = BenchmarkBuilder.defaults().buildBalanced(scenes, 2, out);
        var read = BenchmarkReader.read(out, Optional.empty());
        assertEquals(built.items(), read.items());
        assertEquals(8, built.items().size());
        for (var item : built.items()) {
            assertTrue(item.question().endsWith("Answer yes or no."), item.question());
        }
    }

    private Benchmark built(int pictures) throws IOException, TeacherException {
        var scenes = new ArrayList<Scene>();
        for (String thing : Bench.THINGS) {
            Path picture = Files.writeString(folder.resolve(thing + ".jpg"), thing);
            scenes.add(
                    new Scene(
                            picture,
                            List.of("A " + thing + "."),
                            List.of(new Box(thing, 0, 0, 1, 1))));
        }
        return BenchmarkBuilder.defaults()
                .withPictures(pictures)
                .build("built", scenes, new Parrot(), CancelToken.none())
                .orElseThrow();
    }

    /// Teaches the first caption.
    private static final class Parrot implements Teacher {
        @Override
        public String name() {
            return "parrot";
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public Taught teach(Lesson lesson, CancelToken cancel) {
            return new Taught.Turns(
                    List.of(
                            new SampleTurn(Role.USER, "What is it?"),
                            new SampleTurn(Role.ASSISTANT, lesson.scene().captions().getFirst())),
                    "parrot@1",
                    Optional.empty());
        }
    }

    private static final String SYMBOLS =
            "{\"id\": \"7\", \"image\": \"000000000007.jpg\", \"captions\": [\"A dog runs.\"],"
                    + " \"instances\": [{\"category\": \"dog\", \"bbox\": [0.1, 0.2, 0.3, 0.4]}]}";

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
