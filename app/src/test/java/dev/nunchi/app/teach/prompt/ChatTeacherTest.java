package dev.nunchi.app.teach.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Lesson;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Taught;
import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

class ChatTeacherTest {
    private static final String GOOD = "Question: What is it?\nAnswer: A dog.";
    private static final Scene SCENE =
            new Scene(
                    Path.of("a.jpg"),
                    List.of("A dog runs."),
                    List.of(new Box("dog", 0.1, 0.25, 0.5, 1)));

    private final Model model = new Model();

    /// Says what a test has written down, and remembers what it was asked.
    private static final class Model implements Asker {
        private final Queue<String> answers = new ArrayDeque<>();
        private final List<List<SampleTurn>> asked = new ArrayList<>();

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public Heard ask(List<SampleTurn> conversation, long seed, CancelToken cancel) {
            asked.add(List.copyOf(conversation));
            return new Heard.Words(answers.remove(), Optional.of("key " + asked.size()));
        }

        @Override
        public void close() {}
    }

    @Test
    void modelGetsInstructionExamplesAndThePictureInSymbols() throws TeacherException {
        model.answers.add(GOOD);

        var taught = teach(SampleType.CONVERSATION);

        assertEquals(
                new Taught.Turns(
                        List.of(
                                new SampleTurn(Role.USER, "What is it?"),
                                new SampleTurn(Role.ASSISTANT, "A dog.")),
                        "conversation_en@1",
                        Optional.of("key 1")),
                taught);
        var asked = model.asked.getFirst();
        assertEquals(Role.SYSTEM, asked.getFirst().role());
        assertEquals(6, asked.size());
        assertEquals(
                """
                Captions:
                A dog runs.

                Objects:
                dog: [0.100, 0.250, 0.500, 1.000]\
                """,
                asked.getLast().text());
    }

    @Test
    void unusableAnswerIsAskedForAgainSayingWhy() throws TeacherException {
        model.answers.addAll(
                List.of("Question: What?\nAnswer: The caption says a dog runs.", GOOD));

        var taught = assertInstanceOf(Taught.Turns.class, teach(SampleType.CONVERSATION));

        assertEquals(Optional.of("key 2"), taught.request());
        assertTrue(
                model.asked.getLast().getLast().text().startsWith("You mention captions"),
                model.asked.getLast().getLast().text());
    }

    @Test
    void lessonIsGivenUpAfterTheLastTry() throws TeacherException {
        model.answers.addAll(List.of("No.", "No.", "No.", GOOD));

        assertEquals(
                new Taught.Nothing(Why.UNUSABLE_ANSWER, "NO_EXCHANGE"),
                teach(SampleType.CONVERSATION));
    }

    @Test
    void captionsAreExpandedWithoutAsking() throws TeacherException {
        var taught = assertInstanceOf(Taught.Turns.class, teach(SampleType.CAPTION));

        assertEquals("A dog runs.", taught.turns().getLast().text());
        assertEquals(List.of(), model.asked);
    }

    @Test
    void ownPromptsGoFirstAndAreAVersionOfTheirOwn(@TempDir Path dir) throws EngineException {
        var sets = new PromptSets(dir.resolve("prompts"));
        var shipped = sets.of(SampleType.COMPLEX, TeachingLanguage.KO);
        var changed = shipped.changed("이렇게 써 주세요.", shipped.examples().subList(0, 1));

        sets.save(changed);

        assertEquals(changed, sets.of(SampleType.COMPLEX, TeachingLanguage.KO));
        assertEquals("complex_ko@2", changed.label());
        assertEquals(shipped, PromptSets.shipped(SampleType.COMPLEX, TeachingLanguage.KO));
    }

    @Test
    void damagedPromptsAreNamed(@TempDir Path dir) throws Exception {
        Files.writeString(dir.resolve("detail_en.json"), "{\"system\": \"\"}");

        var e =
                assertThrows(
                        DataException.class,
                        () -> new PromptSets(dir).of(SampleType.DETAIL, TeachingLanguage.EN));

        assertEquals("detail_en.json", e.source());
    }

    private Taught teach(SampleType kind) throws TeacherException {
        var prompts =
                Map.of(
                        SampleType.CONVERSATION,
                        PromptSets.shipped(SampleType.CONVERSATION, TeachingLanguage.EN));
        var teacher = new ChatTeacher("model", model, prompts, ChatTeacher.Effort.defaults());
        return teacher.teach(
                new Lesson("1", SCENE, kind, TeachingLanguage.EN, 0), CancelToken.none());
    }
}
