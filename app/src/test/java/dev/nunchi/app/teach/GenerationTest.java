package dev.nunchi.app.teach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import javax.imageio.ImageIO;

class GenerationTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
    private static final List<SampleType> KINDS =
            List.of(SampleType.CONVERSATION, SampleType.DETAIL);

    @TempDir private Path dir;
    private final List<Scene> scenes = new ArrayList<>();

    @BeforeEach
    void makePictures() throws IOException {
        for (String name : List.of("a.png", "b.png", "c.png")) {
            var picture = dir.resolve(name);
            ImageIO.write(
                    new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
            scenes.add(new Scene(picture, List.of("A dog."), List.of()));
        }
    }

    /// Answers what a test says, and remembers what it was asked.
    private static final class FakeTeacher implements Teacher {
        private final List<String> asked = new ArrayList<>();
        private final Function<Lesson, Taught> behaviour;

        FakeTeacher(Function<Lesson, Taught> behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public Taught teach(Lesson lesson, CancelToken cancel) {
            asked.add(lesson.id());
            return behaviour.apply(lesson);
        }
    }

    @Test
    void rowsComeInTheOrderOfPicturesAndKinds() throws Exception {
        var state = run(new FakeTeacher(GenerationTest::turns), CancelToken.none());

        assertTrue(state.isWhole());
        assertEquals(6, state.kept());
        var rows = rows();
        assertEquals(
                List.of(
                        "a.png#conversation",
                        "a.png#detail",
                        "b.png#conversation",
                        "b.png#detail",
                        "c.png#conversation",
                        "c.png#detail"),
                rows.stream().map(InstructionRow::id).toList());
        assertEquals("fake", rows.getFirst().provenance().teacher());
        assertEquals(NOW, rows.getFirst().provenance().made());
        assertEquals(scenes.getFirst(), rows.getFirst().scene());
        assertFalse(Files.exists(dir.resolve("rows.json.unfinished")));
    }

    @Test
    void pausedGenerationGoesOnWhereItWas() throws Exception {
        var cancel = new CancelToken();
        var first =
                new FakeTeacher(lesson -> {
                    if (lesson.id().startsWith("b")) {
                        cancel.cancel();
                        return new Taught.Nothing(Why.CANCELLED, "");
                    }
                    return turns(lesson);
                });
        assertFalse(run(first, cancel).isWhole());
        assertFalse(Files.exists(dir.resolve("rows.json")));
        var second = new FakeTeacher(GenerationTest::turns);

        var state = run(second, CancelToken.none());

        assertEquals(2, state.before());
        assertEquals("b.png#conversation", second.asked.getFirst());
        assertEquals(6, rows().size());
    }

    @Test
    void tornLineIsWrittenAgain() throws Exception {
        var cancel = new CancelToken();
        run(
                new FakeTeacher(lesson -> {
                    cancel.cancel();
                    return turns(lesson);
                }),
                cancel);
        Files.writeString(
                dir.resolve("rows.json.unfinished"),
                "{\"id\": \"a.png#detail\", \"ima",
                StandardOpenOption.APPEND);
        var second = new FakeTeacher(GenerationTest::turns);

        run(second, CancelToken.none());

        assertEquals("a.png#detail", second.asked.getFirst());
        assertEquals(6, rows().size());
    }

    @Test
    void failedLessonsAreLeftForTheNextTime() throws Exception {
        var failing =
                new FakeTeacher(lesson ->
                        lesson.id().equals("a.png#detail")
                                ? new Taught.Nothing(Why.FAILED, "500")
                                : lesson.id().equals("b.png#detail")
                                        ? new Taught.Nothing(Why.TOO_LITTLE_KNOWN, "")
                                        : turns(lesson));
        var state = run(failing, CancelToken.none());
        assertFalse(state.isWhole());
        assertEquals(4, rows().size());
        var second = new FakeTeacher(GenerationTest::turns);

        run(second, CancelToken.none());

        assertEquals(List.of("a.png#detail", "b.png#detail"), second.asked);
        assertEquals(6, rows().size());
    }

    @Test
    void rowsOfAnotherTeacherAreSetAside() throws Exception {
        var cancel = new CancelToken();
        run(
                new FakeTeacher(lesson -> {
                    cancel.cancel();
                    return turns(lesson);
                }),
                cancel);

        new Generation(
                        new Generation.Plan(
                                scenes, KINDS, TeachingLanguage.EN, 8, dir.resolve("rows.json")),
                        new FakeTeacher(GenerationTest::turns),
                        Optional.empty(),
                        () -> NOW)
                .run(_ -> {}, CancelToken.none());

        assertTrue(Files.exists(dir.resolve("rows.json.unfinished.old")));
        assertEquals(6, rows().size());
    }

    @Test
    void failureOfTheTeacherKeepsTheRowsBeforeIt() throws Exception {
        var broken =
                new Teacher() {
                    @Override
                    public String name() {
                        return "fake";
                    }

                    @Override
                    public int concurrency() {
                        return 1;
                    }

                    @Override
                    public Taught teach(Lesson lesson, CancelToken cancel) throws TeacherException {
                        if (lesson.id().startsWith("c")) {
                            throw new TeacherException(TeacherException.Reason.BUDGET, "spent");
                        }
                        return turns(lesson);
                    }
                };
        assertThrows(TeacherException.class, () -> run(broken, CancelToken.none()));
        var second = new FakeTeacher(GenerationTest::turns);

        run(second, CancelToken.none());

        assertEquals("c.png#conversation", second.asked.getFirst());
    }

    @Test
    void picturesAloneGetCaptionsThatAreMarked() throws Exception {
        scenes.replaceAll(scene -> new Scene(scene.picture(), List.of(), List.of()));
        var captioner =
                new Captioner() {
                    private int calls;

                    @Override
                    public String name() {
                        return "small model";
                    }

                    @Override
                    public Scene complete(Scene scene, CancelToken cancel) {
                        calls++;
                        return new Scene(scene.picture(), List.of("Seen."), List.of());
                    }
                };
        new Generation(
                        plan(),
                        new FakeTeacher(GenerationTest::turns),
                        Optional.of(captioner),
                        () -> NOW)
                .run(_ -> {}, CancelToken.none());

        var row = rows().getFirst();
        assertEquals("fake (captions by small model)", row.provenance().teacher());
        assertEquals(List.of("Seen."), row.scene().captions());
        assertEquals(3, captioner.calls);
    }

    private static Taught turns(Lesson lesson) {
        return new Taught.Turns(
                List.of(
                        new SampleTurn(Role.USER, "What is " + lesson.id() + "?"),
                        new SampleTurn(Role.ASSISTANT, "A dog.")),
                "fake@1",
                Optional.empty());
    }

    private Generation.Plan plan() {
        return new Generation.Plan(scenes, KINDS, TeachingLanguage.EN, 7, dir.resolve("rows.json"));
    }

    private GenerationState run(Teacher teacher, CancelToken cancel)
            throws TeacherException, EngineException {
        return new Generation(plan(), teacher, Optional.empty(), () -> NOW).run(_ -> {}, cancel);
    }

    private List<InstructionRow> rows() throws EngineException {
        var rows = new ArrayList<InstructionRow>();
        InstructionRows.read(
                dir.resolve("rows.json"),
                DataRows.Watch.none(),
                new InstructionRows.Sink<EngineException>() {
                    @Override
                    public void row(InstructionRow row) {
                        rows.add(row);
                    }

                    @Override
                    public void problem(RowProblem problem) {
                        throw new AssertionError(problem.toString());
                    }
                });
        return rows;
    }
}
