package dev.nunchi.app.ui.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.DirectJobRunner;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.engine.chat.Turn;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

        model.regenerate(model.turns().getLast());

        assertEquals(new TurnItem.Place(2, 2), model.turns().getLast().placeProperty().get());
    }

    @Test
    void conversationGoesOnWithTheAnswerThatWasChosen() {
        assistant.says("A dog.").says("A cat.");
        ask("What is it?");
        model.regenerate(model.turns().getLast());

        model.showBeside(model.turns().getLast(), -1);
        ask("Sure?");

        assertEquals(Turn.assistant("A dog."), assistant.asked().getLast().get(1));
    }

    @Test
    void openedConversationKnowsTheOtherAnswers() {
        ask("What is it?");
        model.regenerate(model.turns().getLast());
        long id = model.conversationProperty().get();
        model.startNew();

        model.open(id);

        assertEquals(new TurnItem.Place(2, 2), model.turns().getLast().placeProperty().get());
    }

    @Test
    void thereIsNoAnswerBeyondTheNewest() {
        assistant.says("A dog.").says("A cat.");
        ask("What is it?");
        model.regenerate(model.turns().getLast());

        model.showBeside(model.turns().getLast(), 1);

        assertEquals(List.of("What is it?", "A cat."), texts());
    }

    @Test
    void answerStoppedBeforeItsFirstWordLeavesTheOldOne() {
        assistant.says("A dog.").says(() -> model.stop(), "A cat.");
        ask("What is it?");

        model.regenerate(model.turns().getLast());

        assertEquals(List.of("What is it?", "A dog."), texts());
    }

    @Test
    void changedQuestionStandsBesideTheOldOne() {
        assistant.says("1").says("2");
        ask("first");
        model.edit(model.turns().getFirst());
        ask("changed");
        assertEquals(new TurnItem.Place(2, 2), model.turns().getFirst().placeProperty().get());

        model.showBeside(model.turns().getFirst(), -1);

        assertEquals(List.of("first", "1"), texts());
    }

    @Test
    void answerInTheMiddleIsMadeAgainInABranchOfItsOwn() {
        assistant.says("1").says("2").says("other");
        ask("first");
        ask("second");
        model.regenerate(model.turns().get(1));
        assertEquals(List.of("first", "other"), texts());

        model.showBeside(model.turns().getLast(), -1);

        assertEquals(List.of("first", "1", "second", "2"), texts());
    }

    @Test
    void stoppedAnswerIsGoneOnWith() {
        var pieces = new int[1];
        assistant
                .says(
                        () -> {
                            if (pieces[0]++ == 1) {
                                model.stop();
                            }
                        },
                        "A ",
                        "dog.")
                .says("cat.");
        ask("What is it?");
        assertTrue(model.turns().getLast().isUnfinished());

        model.resume();

        assertEquals(List.of("What is it?", "A cat."), texts());
        assertFalse(model.turns().getLast().isUnfinished());
    }

    @Test
    void correctedAnswerStandsInFrontOfTheOneThatWasMade() {
        assistant.says("A dog.");
        ask("What is it?");

        model.correct(model.turns().getLast(), " A cat. ");

        assertEquals(List.of("What is it?", "A cat."), texts());
        assertEquals(new TurnItem.Place(2, 2), model.turns().getLast().placeProperty().get());
        assertTrue(Files.exists(chat.corrections.file()));
    }

    @Test
    void undoneCorrectionLeavesTheAnswerThatWasMade() throws IOException {
        assistant.says("A dog.");
        ask("What is it?");
        model.correct(model.turns().getLast(), "A cat.");

        model.undoCorrection();

        assertEquals(List.of("What is it?", "A dog."), texts());
        assertEquals("", Files.readString(chat.corrections.file()));
        assertEquals(Optional.empty(), model.correctionProperty().get());
    }

    @Test
    void unchangedAnswerIsNoCorrection() {
        assistant.says("A dog.");
        ask("What is it?");

        model.correct(model.turns().getLast(), "A dog. ");

        assertEquals(Optional.empty(), model.correctionProperty().get());
    }

    @Test
    void turnsThatStayKeepTheirItems() {
        ask("first");
        var kept = model.turns().getFirst();
        model.regenerate(model.turns().getLast());

        model.showBeside(model.turns().getLast(), -1);

        assertSame(kept, model.turns().getFirst());
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
