package dev.nunchi.app.ui.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.task.DirectJobRunner;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.chat.ChatState.Remedy;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ChatViewModelTest {
    @TempDir Path folder;
    private final ScriptedAssistant assistant = new ScriptedAssistant();
    private ChatFixture chat;
    private ChatViewModel model;

    @BeforeEach
    void openChat() throws StoreException {
        chat = new ChatFixture(folder, assistant, DirectJobRunner::new);
        model = chat.model;
    }

    @AfterEach
    void closeChat() throws StoreException {
        chat.close();
    }

    private void write(String text) {
        model.draft().textProperty().set(text);
    }

    private void ask(String text) {
        write(text);
        model.send();
    }

    private List<String> texts() {
        return model.turns().stream().map(TurnItem::getText).toList();
    }

    private List<String> draftNames() {
        return model.draft().pictures().stream().map(DraftPicture::name).toList();
    }

    @Test
    void chatWithoutModelSaysWhyNothingCanBeSent() {
        write("Hello");

        assertEquals(Optional.of(Blocker.NO_MODEL), model.blockerProperty().get());
    }

    @Nested
    class WithModel {
        @BeforeEach
        void useModel() {
            model.useModel(ChatFixture.MODEL);
        }

        @Test
        void openingAModelMakesTheChatReady() {
            assertEquals(new ChatState.Ready(), model.getState());
        }

        @Test
        void emptyDraftCannotBeSent() {
            assertEquals(Optional.of(Blocker.NO_QUESTION), model.blockerProperty().get());
        }

        @Test
        void questionIsAnsweredBelowIt() {
            assistant.says("A ", "cat.");

            ask("What is it?");

            assertEquals(List.of("What is it?", "A cat."), texts());
        }

        @Test
        void sendingEmptiesTheDraft() {
            ask("What is it?");

            assertEquals("", model.draft().textProperty().get());
        }

        @Test
        void conversationIsKeptInTheStore() throws StoreException {
            assistant.says("A cat.");

            ask("What is it?");

            var kept = chat.store.turns(model.conversationProperty().get());
            assertEquals(
                    List.of("What is it?", "A cat."), kept.stream().map(t -> t.text()).toList());
        }

        @Test
        void secondQuestionStaysInTheConversation() throws StoreException {
            ask("One");
            ask("Two");

            assertEquals(1, chat.store.list().size());
        }

        @Test
        void answerTellsItsFigures() {
            assistant.says("A cat.");

            ask("What is it?");

            var facts = model.turns().getLast().getFacts().orElseThrow();
            assertEquals(FinishReason.STOP, facts.finishReason());
        }

        @Test
        void stoppedAnswerKeepsWhatThereIs() {
            var pieces = new int[1];
            assistant.says(
                    () -> {
                        if (pieces[0]++ == 1) {
                            model.stop();
                        }
                    },
                    "A ",
                    "cat.");

            ask("What is it?");

            assertEquals(List.of("What is it?", "A "), texts());
        }

        @Test
        void regeneratingReplacesTheLastAnswer() {
            assistant.says("A dog.").says("A cat.");
            ask("What is it?");

            model.regenerate(model.turns().getLast());

            assertEquals(List.of("What is it?", "A cat."), texts());
        }

        @Test
        void editedQuestionIsCountedWithoutWhatItReplaces() {
            ask("first");
            ask("second");

            model.edit(model.turns().getFirst());
            write("one two");

            assertEquals(
                    Optional.of(new ContextUse(0, 2, ScriptedAssistant.CONTEXT_LENGTH)),
                    model.contextUseProperty().get());
        }

        @Test
        void editedQuestionStartsOverFromThere() {
            assistant.says("1").says("2").says("3");
            ask("first");
            ask("second");

            model.edit(model.turns().getFirst());
            ask("changed");

            assertEquals(List.of("changed", "3"), texts());
        }

        @Test
        void editingSetsTheDraftAsideAndBringsItBack() {
            ask("first");
            write("half a thought");

            model.edit(model.turns().getFirst());
            model.draft().cancelEdit();

            assertEquals("half a thought", model.draft().textProperty().get());
        }

        @Test
        void failedAnswerOffersToTryAgain() {
            assistant.fails(new DeviceException("cpu", "lost"));

            ask("What is it?");

            var failed = assertInstanceOf(ChatState.Failed.class, model.getState());
            assertEquals(Remedy.TRY_AGAIN, failed.remedy());
        }

        @Test
        void tryingAgainAnswersTheSameQuestion() {
            assistant.fails(new DeviceException("cpu", "lost")).says("A cat.");
            ask("What is it?");

            model.retry();

            assertEquals(List.of("What is it?", "A cat."), texts());
        }

        @Test
        void failedAnswerStaysAsFarAsItCame() {
            assistant.fails(new DeviceException("cpu", "lost"), "A ");

            ask("What is it?");

            assertEquals(List.of("What is it?", "A "), texts());
        }

        @Test
        void contextUseCountsWhatIsWritten() {
            write("one two three");

            assertEquals(
                    Optional.of(new ContextUse(0, 3, ScriptedAssistant.CONTEXT_LENGTH)),
                    model.contextUseProperty().get());
        }

        @Test
        void openedConversationShowsItsTurns() {
            assistant.says("A cat.");
            ask("What is it?");
            long id = model.conversationProperty().get();
            model.startNew();

            model.open(id);

            assertEquals(
                    List.of(Role.USER, Role.ASSISTANT),
                    model.turns().stream().map(TurnItem::role).toList());
        }

        @Test
        void newConversationHasNoTurns() {
            ask("What is it?");

            model.startNew();

            assertEquals(List.of(), texts());
        }
    }

    @Nested
    class WithPictures {
        @BeforeEach
        void useModel() {
            model.useModel(ChatFixture.MODEL);
        }

        @Test
        void droppedPictureIsShownToTheModelAtOnce() throws IOException {
            model.draft().addFiles(List.of(chat.pictureFile("a.png", 4, 3)));

            assertEquals(1, assistant.prepared().size());
        }

        @Test
        void pictureWaitsForAModelThatIsStillComing() throws IOException, StoreException {
            model.noModel();
            model.draft().addFiles(List.of(chat.pictureFile("a.png", 4, 3)));

            model.useModel(ChatFixture.MODEL);

            assertEquals(1, assistant.prepared().size());
        }

        @Test
        void picturesGoToTheModelInTheirOrder() throws IOException {
            model.draft()
                    .addFiles(
                            List.of(
                                    chat.pictureFile("a.png", 4, 3),
                                    chat.pictureFile("b.png", 5, 2)));
            model.draft().move(model.draft().pictures().get(1), 0);

            ask("Which is wider?");

            assertEquals(
                    List.of(5, 4),
                    assistant.asked().getFirst().stream()
                            .map(Turn::pictures)
                            .flatMap(List::stream)
                            .map(picture -> picture.width())
                            .toList());
        }

        @Test
        void picturesOfConversationAndDraftAreShownAsTheyWouldLeave() throws IOException {
            model.draft().addFiles(List.of(chat.pictureFile("a.png", 4, 3)));
            ask("What is it?");
            model.draft().addFiles(List.of(chat.pictureFile("b.png", 5, 2)));

            model.showOutgoing();

            assertEquals(
                    List.of("a.png", "b.png"),
                    model.outgoing().pictures().stream()
                            .map(picture -> picture.kept().name())
                            .toList());
        }

        @Test
        void unreadableFileIsNamedAndBlocksTheQuestion() throws IOException {
            model.draft().addFiles(List.of(chat.brokenFile("broken.jpg")));
            write("What is it?");

            assertEquals(Optional.of(Blocker.FAILED_PICTURE), model.blockerProperty().get());
        }

        @Test
        void takingOutTheUnreadableFileUnblocks() throws IOException {
            model.draft().addFiles(List.of(chat.brokenFile("broken.jpg")));
            write("What is it?");

            model.draft().remove(model.draft().pictures().getFirst());

            assertEquals(Optional.empty(), model.blockerProperty().get());
            assertEquals(Optional.empty(), model.draft().problemProperty().get());
        }

        @Test
        void questionTellsHowManyTokensItsPictureBecame() throws IOException {
            model.draft().addFiles(List.of(chat.pictureFile("a.png", 4, 3)));

            ask("What is it?");

            assertEquals(
                    Optional.of(ScriptedAssistant.TOKENS_PER_PICTURE),
                    model.turns().getFirst().getSeen());
        }

        @Test
        void pastedBitmapBecomesAPicture() {
            model.draft().addBitmap(new Bitmap(2, 1, new byte[6]), "Pasted");

            assertEquals(
                    Optional.of("png"),
                    model.draft().pictures().getFirst().getPicture().map(StoredPicture::format));
        }

        @Test
        void editedQuestionBringsItsPicturesBack() throws IOException {
            model.draft().addFiles(List.of(chat.pictureFile("a.png", 4, 3)));
            ask("What is it?");

            model.edit(model.turns().getFirst());

            assertEquals(List.of("a.png"), draftNames());
        }
    }
}
