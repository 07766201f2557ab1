package dev.nunchi.app.ui.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.ImportedConversation;
import dev.nunchi.app.store.ImportedConversation.ImportedTurn;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.control.HeadlessToolkit;
import dev.nunchi.engine.text.Role;

import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/// How the page lies and what its turns offer, on the headless platform.
@Tag("ui")
@ExtendWith(HeadlessToolkit.class)
class ChatViewTest {
    /// The space at which a line was broken counts as part of its words.
    private static final double SPACE = 5;

    @TempDir Path folder;
    private final FxRobot robot = new FxRobot();
    private final ScriptedAssistant assistant = new ScriptedAssistant();
    private ChatWindow window;
    private ChatView view;

    @BeforeEach
    void showChat() throws StoreException, TimeoutException {
        window = new ChatWindow(folder, assistant);
        view = window.view;
    }

    @AfterEach
    void closeChat() throws StoreException {
        window.close();
    }

    private static double left(Node node) {
        return node.localToScene(node.getLayoutBounds()).getMinX();
    }

    private static String clipboard() {
        return WaitForAsyncUtils.waitForAsyncFx(
                1000, () -> Clipboard.getSystemClipboard().getString());
    }

    private Set<Node> bars() {
        return view.lookupAll(".question-field:overflowing .scroll-bar:vertical");
    }

    @Test
    void figuresStandAtTheEdgeOfTheAnswer() throws TimeoutException {
        window.ask("What is it?");

        assertEquals(left(view.lookup(".answer")), left(view.lookup(".figures")));
    }

    @Test
    void bubbleIsAsWideAsItsWrappedWords() throws TimeoutException {
        window.ask("a question of many words ".repeat(8).strip());

        var bubble = (Region) view.lookup(".bubble");
        double words = view.lookup(".bubble .md-text").getLayoutBounds().getWidth();
        double around = bubble.getInsets().getLeft() + bubble.getInsets().getRight();
        assertEquals(words + around, bubble.getWidth(), SPACE);
    }

    @Test
    void sixLinesNeedNoScrollBar() throws TimeoutException {
        robot.interact(() -> window.chat.model.draft().textProperty().set("1\n2\n3\n4\n5\n6"));

        window.waitFor(() -> bars().isEmpty());
    }

    @Test
    void sevenLinesCanBeScrolled() throws TimeoutException {
        robot.interact(() -> window.chat.model.draft().textProperty().set("1\n2\n3\n4\n5\n6\n7"));

        window.waitFor(() -> bars().stream().anyMatch(bar -> bar.getOpacity() == 1));
    }

    @Test
    void earlierAnswerIsAClickAway() throws TimeoutException {
        assistant.says("A dog.").says("A cat.");
        window.ask("What is it?");
        robot.clickOn(window.button("Answer again"));
        window.waitFor(() -> window.texts().equals(List.of("What is it?", "A cat.")));
        window.waitFor(() -> view.lookup(".answer .turn-choice").isVisible());

        robot.clickOn(window.button("Earlier answer"));

        window.waitFor(() -> window.texts().equals(List.of("What is it?", "A dog.")));
    }

    @Test
    void earlierVersionOfAQuestionIsAClickAway() throws TimeoutException {
        window.ask("What is it?");
        robot.interact(() -> window.chat.model.edit(window.chat.model.turns().getFirst()));
        window.ask("Who is it?");
        window.waitFor(() -> view.lookup(".question .turn-choice").isVisible());

        robot.clickOn(window.button("Earlier version of the question"));

        window.waitFor(() -> window.texts().getFirst().equals("What is it?"));
    }

    @Test
    void answerIsCorrectedWhereItStands() throws TimeoutException {
        assistant.says("A dog.");
        window.ask("What is it?");
        robot.clickOn(window.button("Correct the answer"));
        window.waitFor(() -> view.lookup(".correction .text-area") != null);
        robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);

        robot.write("A cat.").press(KeyCode.CONTROL, KeyCode.ENTER);
        robot.release(KeyCode.ENTER, KeyCode.CONTROL);

        window.waitFor(() -> window.texts().equals(List.of("What is it?", "A cat.")));
    }

    @Test
    void longConversationShowsItsNewestTurnsFirst() throws Exception {
        long id = window.chat.store.addAll(List.of(conversation(300))).getFirst();

        robot.interact(() -> window.chat.model.open(id));

        window.waitFor(() -> view.lookupAll(".question").size() == 40);
        robot.interact(() -> window.buttonWith("Show earlier turns").fire());
        assertEquals(80, view.lookupAll(".question").size());
    }

    private static ImportedConversation conversation(int questions) {
        var turns = new ArrayList<ImportedTurn>();
        for (int i = 0; i < questions; i++) {
            var parent = i == 0 ? Optional.<Integer>empty() : Optional.of(i - 1);
            turns.add(new ImportedTurn(parent, Role.USER, "turn " + i, List.of(), Instant.EPOCH));
        }
        return new ImportedConversation("long", "", Instant.EPOCH, Instant.EPOCH, turns);
    }

    @Test
    void shortcutCopiesTheAnswerThatHasTheFocus() throws TimeoutException {
        assistant.says("A **cat**.");
        window.ask("What is it?");
        robot.interact(() -> view.lookup(".answer").requestFocus());

        robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);

        assertEquals("A **cat**.", clipboard());
    }

    @Test
    void menuOfABlockCopiesItsText() throws TimeoutException {
        assistant.says("A **cat**.\n\nOn a mat.");
        window.ask("What is it?");

        robot.rightClickOn(view.lookup(".answer .selectable-text"));
        robot.interact(() -> menu().getItems().forEach(MenuItem::fire));

        assertEquals("A cat.", clipboard());
    }

    private static ContextMenu menu() {
        return Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .map(ContextMenu.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no menu"));
    }

    @Test
    void pageThatWasReplacedFollowsNoMore() throws TimeoutException {
        robot.interact(() -> view.getScene().setRoot(new Pane()));

        window.ask("What is it?");

        assertEquals(Set.of(), view.lookupAll(".question"));
    }
}
