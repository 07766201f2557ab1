package dev.nunchi.app.ui.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Panel;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.DirectJobRunner;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.chat.ChatFixture;
import dev.nunchi.app.ui.inspect.InspectorViewModel.Look;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class InspectorViewModelTest {
    @TempDir Path folder;
    private ChatFixture chat;
    private InspectorViewModel inspector;

    @BeforeEach
    void openChat() throws StoreException {
        chat = new ChatFixture(folder, new ScriptedAssistant(), DirectJobRunner::new);
        chat.model.useModel(ChatFixture.MODEL);
        inspector = new InspectorViewModel(chat.model, chat.services.chats().sight(), chat.jobs);
        inspector.become(Panel.SHOWN);
    }

    @AfterEach
    void closeChat() throws StoreException {
        chat.close();
    }

    private void ask(String question, String... pictures) throws IOException {
        var files = new ArrayList<Path>();
        for (String name : pictures) {
            files.add(chat.pictureFile(name, 40, 20));
        }
        chat.model.draft().addFiles(files);
        chat.model.draft().textProperty().set(question);
        chat.model.send();
    }

    @Test
    void conversationWithoutPicturesHasNothingToShow() throws IOException {
        ask("Hello");

        assertTrue(inspector.subjectProperty().get().picture().isEmpty());
        assertInstanceOf(Look.Nothing.class, inspector.lookProperty().get());
    }

    @Test
    void answerShowsWhatItsPictureTook() throws IOException {
        ask("What is it?", "a.png");
        var subject = inspector.subjectProperty().get();

        assertEquals(ScriptedAssistant.TOKENS_PER_PICTURE, subject.use().orElseThrow().tokens());
        assertEquals(ScriptedAssistant.MEMORY, subject.detail().orElseThrow().memory().process());
        assertFalse(subject.leftOut());
    }

    @Test
    void cropOfTheModelIsShownInTheOriginal() throws IOException {
        ask("What is it?", "a.png");
        var seen = assertInstanceOf(Look.Seen.class, inspector.lookProperty().get());
        var look = seen.sight().look().orElseThrow();

        assertEquals(40, seen.sight().original().width());
        assertEquals(20, look.view().tiles().getFirst().region().width());
        assertEquals(
                List.of("inspect.note.cut"), InspectorWords.remarks(seen.sight().original(), look));
    }

    @Test
    void followUpQuestionKeepsThePictureOfTheOneBefore() throws IOException {
        ask("What is it?", "a.png");
        ask("Are you sure?");

        assertEquals("a.png", inspector.subjectProperty().get().picture().orElseThrow().name());
    }

    @Test
    void otherPictureCanBeChosenAndOtherTurns() throws IOException {
        ask("Compare", "a.png", "b.png");
        inspector.choose(1);
        assertEquals("b.png", inspector.subjectProperty().get().picture().orElseThrow().name());

        ask("And this?", "c.png");
        chat.model.inspect(chat.model.turns().getFirst());
        assertEquals("a.png", inspector.subjectProperty().get().picture().orElseThrow().name());
    }

    @Test
    void hiddenInspectorWorksOutNothing() throws IOException {
        inspector.become(Panel.HIDDEN);
        ask("What is it?", "a.png");

        assertInstanceOf(Look.Nothing.class, inspector.lookProperty().get());
    }
}
