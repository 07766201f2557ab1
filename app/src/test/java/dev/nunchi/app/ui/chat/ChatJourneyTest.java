package dev.nunchi.app.ui.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.control.HeadlessToolkit;
import dev.nunchi.app.ui.control.PictureThumb;
import dev.nunchi.app.ui.control.PictureViewer;
import dev.nunchi.engine.generate.FinishReason;

import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.geometry.VerticalDirection;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.InputMethodHighlight;
import javafx.scene.input.InputMethodTextRun;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a person does with mouse and keys, on the headless platform.
@Tag("ui")
@ExtendWith(HeadlessToolkit.class)
class ChatJourneyTest {
    @TempDir Path folder;
    private final FxRobot robot = new FxRobot();
    private final ScriptedAssistant assistant = new ScriptedAssistant();
    private ChatWindow window;
    private ChatFixture chat;
    private ChatView view;

    @BeforeEach
    void showChat() throws StoreException, TimeoutException {
        window = new ChatWindow(folder, assistant);
        chat = window.chat;
        view = window.view;
    }

    @AfterEach
    void closeChat() throws StoreException, TimeoutException {
        window.close();
    }

    private List<DraftPicture> draftPictures() {
        return chat.model.draft().pictures();
    }

    private void dropFiles(Path... files) {
        robot.interact(() -> {
            var board = FileDragboard.of(files);
            fire(DragEvent.DRAG_OVER, board);
            fire(DragEvent.DRAG_DROPPED, board);
        });
    }

    private void fire(EventType<DragEvent> type, Dragboard board) {
        Event.fireEvent(
                view, new DragEvent(type, board, 9, 9, 9, 9, TransferMode.COPY, view, view, null));
    }

    @Test
    void enterSendsAndTheAnswerStreamsIn() throws TimeoutException {
        assistant.says("A ", "cat.");

        robot.write("What is it?").press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.waitForAnswer();

        assertEquals(List.of("What is it?", "A cat."), window.texts());
    }

    @Test
    void shiftEnterBreaksTheLine() {
        robot.write("a").press(KeyCode.SHIFT, KeyCode.ENTER).release(KeyCode.ENTER, KeyCode.SHIFT);
        robot.write("b");

        assertEquals("a\nb", chat.model.draft().textProperty().get());
    }

    @Test
    void enterWhileHangulIsComposedDoesNotSend() {
        robot.write("뭐");
        var composed = new InputMethodTextRun("야", InputMethodHighlight.UNSELECTED_RAW);
        robot.interact(() ->
                Event.fireEvent(
                        view.getScene().getFocusOwner(),
                        new InputMethodEvent(
                                InputMethodEvent.INPUT_METHOD_TEXT_CHANGED,
                                List.of(composed),
                                "",
                                1)));

        robot.press(KeyCode.ENTER).release(KeyCode.ENTER);

        assertEquals(List.of(), window.texts());
    }

    @Test
    void sendBecomesStopAndStopKeepsWhatThereIs() throws TimeoutException {
        var stopped = new CountDownLatch(1);
        var deltas = new int[1];
        assistant.says(
                () -> {
                    if (deltas[0]++ == 1) {
                        await(stopped);
                    }
                },
                "A ",
                "cat.");
        robot.write("What is it?").press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.waitFor(() -> window.texts().equals(List.of("What is it?", "A ")));

        robot.clickOn(window.button("Stop"));
        stopped.countDown();
        window.waitForAnswer();

        assertEquals(
                FinishReason.CANCELLED,
                chat.model.turns().getLast().getFacts().orElseThrow().finishReason());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(ChatWindow.PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void blockedSendTellsWhy() {
        robot.clickOn(window.button("Ask"));

        assertTrue(
                window.all().stream()
                        .anyMatch(node ->
                                node instanceof Labeled label
                                        && label.getText().equals("Write a question first.")));
    }

    @Test
    void answerCanBeCopied() throws TimeoutException {
        assistant.says("A **cat**.");
        robot.write("What is it?").press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.waitForAnswer();

        robot.clickOn(window.button("Copy"));

        assertEquals(
                "A **cat**.",
                WaitForAsyncUtils.waitForAsyncFx(
                        1000, () -> Clipboard.getSystemClipboard().getString()));
    }

    @Test
    void droppedFilesBecomeThumbnailsInTheirOrder() throws IOException, TimeoutException {
        dropFiles(chat.pictureFile("a.png", 8, 6), chat.pictureFile("b.png", 6, 8));

        window.waitFor(() -> draftPictures().stream().allMatch(p -> p.getPicture().isPresent()));
        assertEquals(
                List.of("a.png", "b.png"), draftPictures().stream().map(p -> p.name()).toList());
    }

    @Test
    void heldFilesShowWhereToDropThem() throws IOException {
        var file = chat.pictureFile("a.png", 8, 6);

        robot.interact(() -> fire(DragEvent.DRAG_OVER, FileDragboard.of(file)));

        assertTrue(view.lookup(".drop-cover").isVisible());
    }

    @Test
    void pastedBitmapBecomesAPicture() throws TimeoutException {
        robot.interact(() -> {
            var content = new ClipboardContent();
            content.putImage(new WritableImage(5, 4));
            Clipboard.getSystemClipboard().setContent(content);
        });

        robot.press(KeyCode.CONTROL, KeyCode.V).release(KeyCode.V, KeyCode.CONTROL);

        window.waitFor(() -> draftPictures().stream().anyMatch(p -> p.getPicture().isPresent()));
        assertEquals(5, draftPictures().getFirst().getPicture().orElseThrow().width());
    }

    @Test
    void thumbnailIsDraggedToAnotherPlace() throws IOException, TimeoutException {
        dropFiles(chat.pictureFile("a.png", 8, 6), chat.pictureFile("b.png", 6, 8));
        window.waitFor(() -> view.lookupAll(".picture-thumb").size() == 2);
        var thumbs = window.all().stream().filter(PictureThumb.class::isInstance).toList();

        window.waitFor(() -> thumbs.getLast().getLayoutX() > PictureThumb.SIDE);

        // To a point: a node would be followed to where the drag moves it.
        robot.drag(thumbs.getFirst()).dropTo(centre(thumbs.getLast()));

        assertEquals(
                List.of("b.png", "a.png"), draftPictures().stream().map(p -> p.name()).toList());
    }

    private static Point2D centre(Node node) {
        var bounds = node.localToScreen(node.getLayoutBounds());
        return new Point2D(bounds.getCenterX(), bounds.getCenterY());
    }

    @Test
    void deleteKeyTakesAPictureOut() throws IOException, TimeoutException {
        dropFiles(chat.pictureFile("a.png", 8, 6));
        window.waitFor(() -> view.lookup(".picture-thumb") != null);
        robot.interact(() -> view.lookup(".picture-thumb").requestFocus());

        robot.press(KeyCode.DELETE).release(KeyCode.DELETE);

        assertEquals(List.of(), draftPictures());
    }

    @Test
    void pictureOpensLargeAndEscapeClosesIt() throws IOException, TimeoutException {
        dropFiles(chat.pictureFile("a.png", 80, 60));
        robot.write("What is it?").press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.waitForAnswer();

        robot.clickOn(".picture-button");
        var viewer = (PictureViewer) view.lookup(".picture-viewer");
        assertTrue(viewer.isVisible());
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);

        assertFalse(viewer.isVisible());
    }

    @Test
    void numberOfAPictureIsWrittenIntoTheQuestion() throws IOException, TimeoutException {
        dropFiles(chat.pictureFile("a.png", 8, 6), chat.pictureFile("b.png", 6, 8));
        window.waitFor(() -> view.lookupAll(".picture-thumb").size() == 2);
        robot.write("What is in");
        window.waitFor(() -> !view.lookupAll(".picture-thumb .badge").isEmpty());

        robot.clickOn(window.button("Write “picture 2” into the question"));

        assertEquals("What is in picture 2 ", chat.model.draft().textProperty().get());
    }

    @Test
    void boxInTheViewerBecomesAPictureOfTheDraft() throws IOException, TimeoutException {
        dropFiles(chat.pictureFile("a.png", 80, 60));
        robot.write("What is it?").press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.waitForAnswer();
        robot.clickOn(".picture-button");
        var image = view.lookup(".zoom-pane > .image-view");
        window.waitFor(() -> image.getLayoutBounds().getWidth() > 100);

        robot.clickOn(window.toggle("Ask about a part"));
        var middle = centre(image);
        robot.drag(middle).dropTo(middle.add(40, 30));

        window.waitFor(() -> draftPictures().stream().anyMatch(p -> p.getPicture().isPresent()));
        assertEquals("part of picture 1 (a.png)", draftPictures().getFirst().name());
        assertEquals(20, draftPictures().getFirst().getPicture().orElseThrow().width());
    }

    @Test
    void pictureIsZoomedByKeysAndShownWholeAgain() throws IOException, TimeoutException {
        dropFiles(chat.pictureFile("a.png", 80, 60));
        robot.write("What is it?").press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.waitForAnswer();
        robot.clickOn(".picture-button");
        var image = view.lookup(".zoom-pane > .image-view");
        window.waitFor(() -> image.getLayoutBounds().getWidth() > 100);
        double whole = image.getLayoutBounds().getWidth();

        robot.press(KeyCode.ADD).release(KeyCode.ADD);
        assertTrue(image.getLayoutBounds().getWidth() > whole);
        robot.press(KeyCode.DIGIT0).release(KeyCode.DIGIT0);

        assertEquals(whole, image.getLayoutBounds().getWidth());
    }

    @Test
    void wordsShowWhatThePictureDidForThem() throws IOException, TimeoutException {
        assistant.says("A photo of a cat.").sees(Map.of("cat", 5.3));
        dropFiles(chat.pictureFile("a.png", 80, 60));
        window.waitFor(() -> draftPictures().stream().allMatch(p -> p.getPicture().isPresent()));
        robot.write("What is it?").press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.waitForAnswer();

        robot.clickOn(window.button("Seen or guessed?"));

        window.waitFor(() -> view.lookup(".grounding-lines") != null);
        var seen = view.lookupAll(".grounding-lines .sight-word.seen");
        assertEquals(
                List.of("cat"), seen.stream().map(word -> ((Labeled) word).getText()).toList());
        assertEquals(
                "Seen: cat. Could be guessed: A, photo, of, a",
                view.lookup(".grounding-lines").getAccessibleText());
    }

    @Test
    void listFollowsTheAnswerUnlessThePersonScrolledUp() throws TimeoutException {
        assistant.says("line\n\n".repeat(60));
        robot.write("Tell").press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.waitForAnswer();
        var scroll = (ScrollPane) view.lookup(".message-list > .scroll-pane");
        window.waitFor(() -> scroll.getVvalue() == 1);
        robot.moveTo(scroll).scroll(20, VerticalDirection.UP);

        window.waitFor(() -> view.lookup(".to-newest").isVisible());
        robot.clickOn(".to-newest");

        window.waitFor(() -> scroll.getVvalue() == 1);
    }

    @Test
    void everythingThatTakesFocusHasAName() throws IOException, TimeoutException {
        dropFiles(chat.pictureFile("a.png", 80, 60));
        robot.write("What is it?").press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.waitForAnswer();

        assertEquals(
                List.of(),
                window.all().stream()
                        .filter(node -> node.isFocusTraversable() && isShown(node))
                        .filter(node -> nameOf(node).isBlank())
                        .toList());
    }

    private static boolean isShown(Node node) {
        return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
    }

    private static String nameOf(Node node) {
        if (node.getAccessibleText() != null) {
            return node.getAccessibleText();
        }
        return node instanceof Labeled labeled ? labeled.getText() : "";
    }
}
