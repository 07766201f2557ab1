package dev.nunchi.app.ui.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.service.TeacherChoice;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.generate.OrderViewModel.Missing;
import dev.nunchi.engine.data.SampleType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class GenerateViewModelTest {
    @TempDir private Path folder;
    private GenerateFixture fixture;
    private GenerateViewModel page;

    @BeforeEach
    void open() throws IOException {
        fixture = new GenerateFixture(folder, TestJobs.direct(folder), TeachingLanguage.EN);
        page = fixture.page;
        page.refresh();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void sourceTellsWhatIsKnownOfItsPictures() {
        page.choose(fixture.source);
        var ready = (SourceState.Ready) page.sourceProperty().get();
        assertEquals(2, ready.pictures());
        assertEquals(2, ready.described());
        assertEquals(4, ready.boxes());
        assertEquals(0, ready.alone());
    }

    @Test
    void sourceThatIsNotThereIsTold() {
        page.choose(folder.resolve("nothing"));
        assertEquals(new SourceState.None(), page.sourceProperty().get());
        assertTrue(page.problemProperty().get().isPresent());
    }

    @Test
    void teachersAreTheSymbolicOneAndInstalledModels() {
        assertEquals(
                List.of(
                        new TeacherChoice.Symbolic(),
                        new TeacherChoice.Local(FakeCatalog.BUNDLED),
                        new TeacherChoice.Local(FakeCatalog.IMPORTED)),
                page.order().teachers());
    }

    @Test
    void whatIsMissingIsSaid() {
        assertEquals(Optional.of(Missing.SOURCE), missing());
        page.choose(fixture.source);
        assertEquals(Optional.empty(), missing());
        page.order().limitProperty().set("a few");
        assertEquals(Optional.of(Missing.LIMIT), missing());
        page.order().limitProperty().set("1");
        page.order().writeTo(folder.resolve("elsewhere/rows.jsonl"));
        assertEquals(Optional.of(Missing.OUT), missing());
        for (var kind : SampleType.values()) {
            if (page.order().kindsProperty().get().contains(kind)) {
                page.order().toggle(kind);
            }
        }
        assertEquals(Optional.of(Missing.KINDS), missing());
    }

    @Test
    void previewShowsRowsAndKeepsNone() {
        page.choose(fixture.source);
        page.showPreview();
        assertTrue(!page.preview().isEmpty());
        assertEquals(
                "cat.jpg",
                page.preview().getFirst().row().scene().picture().getFileName().toString());
        assertTrue(Files.notExists(page.order().outProperty().get().orElseThrow()));
    }

    @Test
    void rowsAreWrittenAndHandedOver() throws IOException {
        var handed = new ArrayList<Path>();
        page.onRows(handed::add);
        page.choose(fixture.source);
        page.order().limitProperty().set("1");
        page.start();
        var ended = (MakingState.Ended) page.makingProperty().get();
        assertTrue(ended.now().isWhole());
        page.review();
        assertEquals(List.of(ended.out()), handed);
        assertEquals(fixture.source.resolveSibling("rows-en.jsonl"), handed.getFirst());
        assertEquals(ended.now().kept(), Files.readAllLines(ended.out()).size());
    }

    @Test
    void nameOfTheFileTellsTheLanguageUnlessThePersonGaveOne() {
        page.choose(fixture.source);
        page.order().languageProperty().set(TeachingLanguage.KO);
        assertEquals(
                Optional.of(fixture.source.resolveSibling("rows-ko.jsonl")),
                page.order().outProperty().get());
        Path own = fixture.source.resolveSibling("mine.jsonl");
        page.order().writeTo(own);
        page.order().languageProperty().set(TeachingLanguage.EN);
        assertEquals(Optional.of(own), page.order().outProperty().get());
    }

    @Test
    void exampleOfAPersonIsShownFirst() {
        page.seeds().load();
        page.choose(fixture.source);
        int before = page.seeds().promptsProperty().get().orElseThrow().examples().size();
        page.seeds().questionProperty().set("What does the cat look at?");
        page.seeds().answerProperty().set("It looks straight at the camera.");
        page.seeds().save();
        var kept = page.seeds().promptsProperty().get().orElseThrow();
        assertEquals(before + 1, kept.examples().size());
        assertEquals(
                "What does the cat look at?", kept.examples().getFirst().turns().getFirst().text());
        assertTrue(page.seeds().savedProperty().get());
    }

    @Test
    void exampleWithoutAnAnswerIsNotKept() {
        page.seeds().load();
        page.choose(fixture.source);
        var before = page.seeds().promptsProperty().get();
        page.seeds().questionProperty().set("What does the cat look at?");
        page.seeds().save();
        assertEquals(before, page.seeds().promptsProperty().get());
    }

    private Optional<Missing> missing() {
        return page.order().missing(page.sourceProperty().get());
    }
}
