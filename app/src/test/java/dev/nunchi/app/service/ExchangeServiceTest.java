package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.exchange.FileLayout;
import dev.nunchi.app.exchange.ImportProblem;
import dev.nunchi.app.exchange.PageWords;
import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.NewTurn;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

class ExchangeServiceTest {
    private static final PageWords WORDS =
            new PageWords(
                    "You",
                    "Model",
                    "Untitled",
                    "Picture",
                    who -> who.model() + who.adapter().map(name -> " + " + name).orElse(""),
                    Locale.ENGLISH);

    @TempDir private Path dir;
    private Fixture app;
    private ExchangeService exchange;
    private long conversation;
    private StoredPicture cat;

    @BeforeEach
    void talk() throws StoreException, EngineException {
        app = new Fixture(dir);
        exchange =
                new ExchangeService(
                        app.store, app.pictures, new PictureFiles(dir.resolve("pictures")));
        cat = app.pictures.add(Fixture.png(8, 6), "고양이 <1>.png");
        conversation = app.store.create("Cats & dogs").id();
        app.store.useModel(conversation, "llava", Optional.empty());
        var asked =
                app.store.add(NewTurn.first(conversation, Role.USER, "What <b>?", List.of(cat)));
        var dog = app.store.add(NewTurn.after(asked, Role.ASSISTANT, "A **dog**.", List.of()));
        app.store.add(NewTurn.after(dog, Role.USER, "Sure?", List.of()));
        app.store.add(
                NewTurn.beside(
                        dog,
                        Role.ASSISTANT,
                        "A **cat**. <script>x</script> ![p](http://example.org/p.png)",
                        List.of()));
    }

    @AfterEach
    void close() throws StoreException {
        app.close();
    }

    @Test
    void ourLayoutBringsEverythingBack() throws Exception {
        var imported = exchange.importFrom(exported(FileLayout.JSON));

        long id = imported.ids().getFirst();
        assertEquals(List.of(), imported.problems());
        assertEquals(shape(app.store.turns(conversation)), shape(app.store.turns(id)));
        assertEquals(4, app.store.tree(id).size());
        assertEquals(List.of(cat), app.store.turns(id).getFirst().pictures());
        var copy = app.store.find(id).orElseThrow();
        var original = app.store.find(conversation).orElseThrow();
        assertEquals(original.title(), copy.title());
        assertEquals(original.modelName(), copy.modelName());
        assertEquals(original.updatedAt(), copy.updatedAt());
    }

    @ParameterizedTest
    @MethodSource
    void whoAnsweredComesBack(Answerer who) throws Exception {
        var question = app.store.turns(conversation).getFirst();
        var answer = app.store.begin(NewTurn.after(question, Role.ASSISTANT, "", List.of()));
        app.store.finish(answer.id(), "A cat.", AnswerFacts.unmeasured(who));

        long id = exchange.importFrom(exported(FileLayout.JSON)).ids().getFirst();

        assertEquals(
                Optional.of(who),
                app.store.turns(id).getLast().facts().flatMap(AnswerFacts::answerer));
    }

    static List<Answerer> whoAnsweredComesBack() {
        return List.of(
                Answerer.local("llava", Optional.empty()),
                Answerer.local("llava", Optional.of("고양이")),
                Answerer.remote("llava-34b", "lab"));
    }

    @ParameterizedTest
    @EnumSource(names = {"MARKDOWN", "HTML"})
    void pageTellsWhoGaveEachAnswer(FileLayout layout) throws Exception {
        var question = app.store.turns(conversation).getFirst();
        var answer = app.store.begin(NewTurn.after(question, Role.ASSISTANT, "", List.of()));
        var tuned = Answerer.local("llava", Optional.of("cats"));
        app.store.finish(answer.id(), "A cat.", AnswerFacts.unmeasured(tuned));

        assertTrue(Files.readString(exported(layout)).contains("llava + cats"));
    }

    @Test
    void pageHasThePicturesAndLoadsNothing() throws Exception {
        String page = Files.readString(exported(FileLayout.HTML));

        assertTrue(page.contains("src=\"data:image/png;base64,"));
        assertTrue(page.contains("<strong>cat</strong>"));
        assertTrue(page.contains("What &lt;b&gt;?"));
        assertTrue(page.contains("고양이 &lt;1&gt;.png"));
        assertFalse(page.contains("<script>"));
        assertFalse(page.contains("example.org"));
        assertFalse(page.contains("Sure?"));
    }

    @Test
    void markdownHasTheTurnsInFront() throws Exception {
        assertEquals(
                """
                # Cats & dogs

                ## You

                *Picture 고양이 <1>.png*

                What \\<b\\>?

                ## llava

                A **cat**. <script>x</script> ![p](http://example.org/p.png)

                """,
                Files.readString(exported(FileLayout.MARKDOWN)));
    }

    @Test
    void conversationWithADamagedPictureIsNamedAndNothingOfItIsThere() throws Exception {
        Path file = exported(FileLayout.JSON);
        String text = Files.readString(file);
        int data = text.indexOf("base64,") + "base64,".length();
        Files.writeString(file, text.substring(0, data) + "AAAA" + text.substring(data));

        var imported = exchange.importFrom(file);

        assertEquals(List.of(), imported.ids());
        assertEquals(
                List.of(ImportProblem.Reason.PICTURE_DAMAGED),
                imported.problems().stream().map(ImportProblem::reason).toList());
        assertEquals(1, app.store.list().size());
    }

    @Test
    void failedExportLeavesTheOldFile() throws Exception {
        Path file = exported(FileLayout.JSON);
        String before = Files.readString(file);
        Files.delete(new PictureFiles(dir.resolve("pictures")).file(cat));

        assertThrows(StorageException.class, () -> exported(FileLayout.JSON));

        assertEquals(before, Files.readString(file));
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(), files.filter(f -> f.toString().endsWith(".part")).toList());
        }
    }

    private Path exported(FileLayout layout) throws StoreException, EngineException {
        Path file = dir.resolve("export." + layout.extension());
        exchange.export(List.of(app.store.find(conversation).orElseThrow()), layout, file, WORDS);
        return file;
    }

    private static List<String> shape(List<StoredTurn> turns) {
        return turns.stream()
                .map(turn -> turn.role() + " " + turn.text() + " " + turn.createdAt())
                .toList();
    }
}
