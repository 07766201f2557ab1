package dev.nunchi.app.ui.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.DirectJobRunner;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.engine.chat.Turn;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Several answers to one question.
class AnswersTest {
    @TempDir Path folder;
    private final ScriptedAssistant assistant = new ScriptedAssistant();
    private ChatFixture chat;
    private ChatViewModel model;

    @BeforeEach
    void openChat() throws StoreException {
        chat = new ChatFixture(folder, assistant, DirectJobRunner::new);
        model = chat.model;
        model.useModel(ChatFixture.MODEL);
    }

    @AfterEach
    void closeChat() throws StoreException {
        chat.close();
    }

    private void ask(String text) {
        model.draft().textProperty().set(text);
        model.send();
    }

    private List<String> texts() {
        return model.turns().stream().map(TurnItem::getText).toList();
    }

    @Test
    void newAnswerStandsBesideTheOldOne() {
        ask("What is it?");

        model.regenerate();

        assertEquals(new TurnItem.Place(2, 2), model.turns().getLast().placeProperty().get());
    }

    @Test
    void conversationGoesOnWithTheAnswerThatWasChosen() {
        assistant.says("A dog.").says("A cat.");
        ask("What is it?");
        model.regenerate();

        model.showAlternative(-1);
        ask("Sure?");

        assertEquals(Turn.assistant("A dog."), assistant.asked().getLast().get(1));
    }

    @Test
    void openedConversationKnowsTheOtherAnswers() {
        ask("What is it?");
        model.regenerate();
        long id = model.conversationProperty().get();
        model.startNew();

        model.open(id);

        assertEquals(new TurnItem.Place(2, 2), model.turns().getLast().placeProperty().get());
    }

    @Test
    void thereIsNoAnswerBeyondTheNewest() {
        assistant.says("A dog.").says("A cat.");
        ask("What is it?");
        model.regenerate();

        model.showAlternative(1);

        assertEquals(List.of("What is it?", "A cat."), texts());
    }

    @Test
    void answerStoppedBeforeItsFirstWordLeavesTheOldOne() {
        assistant.says("A dog.").says(() -> model.stop(), "A cat.");
        ask("What is it?");

        model.regenerate();

        assertEquals(List.of("What is it?", "A dog."), texts());
    }

    @Test
    void tryingAgainAsksTheQuestionThatCouldNotBeKept() throws StoreException {
        ask("One");
        chat.store.close();
        ask("Two");

        model.retry();

        assertEquals("Two", model.draft().textProperty().get());
        assertEquals(1, assistant.asked().size());
    }
}
