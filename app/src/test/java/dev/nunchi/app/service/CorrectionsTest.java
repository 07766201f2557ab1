package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class CorrectionsTest {
    @TempDir private Path dir;
    private Fixture app;
    private long conversation;
    private StoredPicture cat;

    @BeforeEach
    void openApp() throws StoreException, EngineException {
        app = new Fixture(dir);
        app.models.open(app.catalog.list().getFirst(), Progress.NONE);
        conversation = app.conversations.create().id();
        cat = app.pictures.add(Fixture.png(8, 6), "cat.png");
    }

    @AfterEach
    void closeApp() throws StoreException {
        app.close();
    }

    @Test
    void correctedAnswerIsASampleWithItsPicture() throws Exception {
        app.one().says("A dog.");
        ask("What is it?", cat);
        app.chat.correct(answer(), "A cat.");

        var sample = samples().getFirst();

        assertEquals(SampleType.CONVERSATION, sample.type());
        assertEquals(
                Optional.of(cat.hash() + ".png"),
                sample.picture().map(picture -> String.valueOf(picture.getFileName())));
        assertEquals(
                List.of(
                        new SampleTurn(Role.USER, "What is it?"),
                        new SampleTurn(Role.ASSISTANT, "A cat.")),
                sample.turns());
    }

    @Test
    void whatLedToTheAnswerIsInTheSample() throws Exception {
        app.one().says("A cat.").says("Red.");
        ask("What is it?", cat);
        answer();
        ask("Which colour?");
        app.chat.correct(answer(), "Black.");

        assertEquals(
                List.of("What is it?", "A cat.", "Which colour?", "Black."),
                samples().getFirst().turns().stream().map(SampleTurn::text).toList());
    }

    @Test
    void sampleBeginsWithTheLastPicture() throws Exception {
        ask("Hello");
        answer();
        ask("What is it?", cat);
        app.chat.correct(answer(), "A cat.");

        assertEquals(
                List.of("What is it?", "A cat."),
                samples().getFirst().turns().stream().map(SampleTurn::text).toList());
    }

    @Test
    void answerAboutSeveralPicturesIsCorrectedWithoutASample() throws Exception {
        ask("Compare", cat, app.pictures.add(Fixture.png(3, 3), "dog.png"));
        var correction = app.chat.correct(answer(), "Both.");

        assertEquals(Optional.of(Corrections.Refusal.SEVERAL_PICTURES), correction.refusal());
        assertEquals("Both.", app.store.turns(conversation).getLast().text());
    }

    @Test
    void undoneCorrectionLeavesTheOtherRows() throws Exception {
        ask("What is it?", cat);
        app.chat.correct(answer(), "A cat.");
        ask("And now?");
        var second = app.chat.correct(answer(), "Still a cat.");
        app.chat.undo(second);

        assertEquals(1, samples().size());
        assertEquals("OK", app.store.turns(conversation).getLast().text());
    }

    @Test
    void questionCannotBeCorrected() throws Exception {
        var asked = ask("What is it?");

        assertThrows(IllegalArgumentException.class, () -> app.chat.correct(asked, "Who is it?"));
    }

    private List<Sample> samples() throws EngineException {
        var data = Datasets.read(app.corrections.file(), Progress.NONE, new CancelToken());
        assertEquals(List.of(), data.problems());
        return data.samples();
    }

    private StoredTurn ask(String text, StoredPicture... pictures) throws StoreException {
        return app.chat.ask(conversation, new Draft(text, List.of(pictures)));
    }

    private StoredTurn answer() throws StoreException, EngineException {
        return app.chat.answer(conversation, new HeardAnswer(), new CancelToken());
    }
}
