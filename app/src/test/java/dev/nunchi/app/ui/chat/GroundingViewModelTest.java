package dev.nunchi.app.ui.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.task.DirectJobRunner;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.chat.GroundingViewModel.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class GroundingViewModelTest {
    @TempDir Path folder;
    private final ScriptedAssistant assistant = new ScriptedAssistant();
    private ChatFixture chat;

    @BeforeEach
    void openChat() throws StoreException {
        chat = new ChatFixture(folder, assistant, DirectJobRunner::new);
        chat.model.useModel(ChatFixture.MODEL);
    }

    @AfterEach
    void closeChat() throws StoreException {
        chat.close();
    }

    private StoredTurn answerAboutAPicture(String text) throws IOException {
        assistant.says(text);
        chat.model.draft().addFiles(List.of(chat.pictureFile("a.png", 8, 6)));
        chat.model.draft().textProperty().set("What is it?");
        chat.model.send();
        return chat.model.turns().getLast().stored().orElseThrow();
    }

    @Test
    void nothingIsFoundOutUnasked() {
        assertInstanceOf(State.Hidden.class, chat.model.grounding().stateProperty().get());
    }

    @Test
    void wordsAreShownWithWhatThePictureDid() throws IOException {
        assistant.sees(Map.of("고양이", 4.0));
        var grounding = chat.model.grounding();
        grounding.toggle(answerAboutAPicture("사진 속 고양이."));

        var shown = assertInstanceOf(State.Shown.class, grounding.stateProperty().get());
        assertEquals("사진 속 고양이.", shown.grounding().text());
        assertEquals(
                List.of(Sightedness.GUESSED, Sightedness.GUESSED, Sightedness.SEEN),
                shown.grounding().words().stream()
                        .map(word -> Sightedness.of(word.gain()))
                        .toList());
    }

    @Test
    void askingAgainHidesIt() throws IOException {
        var answer = answerAboutAPicture("A cat.");
        var grounding = chat.model.grounding();
        grounding.toggle(answer);
        grounding.toggle(answer);

        assertInstanceOf(State.Hidden.class, grounding.stateProperty().get());
    }

    @ParameterizedTest
    @CsvSource({"5.3, SEEN", "1.1, HELPED", "0.2, GUESSED", "-0.5, GUESSED", "-1.7, AGAINST"})
    void stepsAreThoseThatAPersonCanTellApart(double gain, Sightedness step) {
        assertEquals(step, Sightedness.of(gain));
    }
}
