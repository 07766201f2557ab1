package dev.nunchi.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;

/// A picture dragged in from another program, a question typed, an answer read, the program killed
/// and started again. Screenshots go to `src/e2e/target/artefacts`.
@Tag("system")
class WindowJourneyTest {
    private static final Rectangle CONVERSATION = new Rectangle(400, 60, 720, 440);

    /// Acts appear under the mouse and the caret blinks; a picture or an answer missing is more.
    private static final double SAME_CONVERSATION = 0.97;

    @TempDir Path folder;

    private final List<Process> started = new ArrayList<>();
    private Program program;
    private Screen screen;
    private NunchiWindow window;

    @BeforeEach
    void openScreen() throws IOException, InterruptedException {
        assumeTrue(Screen.isPossible(), "needs Xvfb, xdotool and ImageMagick");
        program = new Program(folder.resolve("home"));
        screen = Screen.open();
        window = new NunchiWindow(screen);
    }

    @AfterEach
    void endAll() {
        started.forEach(NunchiWindow::kill);
        if (screen != null) {
            screen.close();
        }
    }

    @Test
    void draggedPictureIsAnsweredAndSurvivesAKill() throws IOException, InterruptedException {
        var conversations = Conversations.of(program);
        var nunchi = open();
        screen.photograph("1-welcome");

        var source = window.dragIn(Program.sample("cat"));
        started.add(source);
        screen.settle();
        screen.photograph("2-dropped");
        NunchiWindow.kill(source);

        window.ask();
        Waiting.until("the answer begins", () -> !conversations.answers().isEmpty());
        screen.photograph("3-answering");
        Waiting.until("the answer is whole", () -> conversations.unfinished() == 0);
        screen.settle();
        screen.photograph("4-answered");
        assertEquals(List.of("cat.jpg: " + NunchiWindow.QUESTION), conversations.questions());
        var answers = conversations.answers();
        assertFalse(answers.getFirst().isBlank());

        NunchiWindow.kill(nunchi);
        open();
        assertEquals(answers, conversations.answers());
        window.openFirstConversation();
        screen.settle();
        screen.photograph("5-after-the-kill");
        assertTrue(equalPixels("4-answered", "5-after-the-kill") > SAME_CONVERSATION);
    }

    @Test
    void pictureIsDraggedOutOfTheViewer() throws IOException, InterruptedException {
        var conversations = Conversations.of(program);
        open();
        var source = window.dragIn(Program.sample("cat"));
        started.add(source);
        screen.settle();
        NunchiWindow.kill(source);
        window.ask();
        Waiting.until("the answer begins", () -> !conversations.answers().isEmpty());
        Waiting.until("the answer is whole", () -> conversations.unfinished() == 0);
        screen.settle();

        var dropped = Files.createDirectory(folder.resolve("dropped"));
        started.add(window.dragOut(dropped));
        var picture = dropped.resolve("cat.jpg");
        Waiting.until("the picture is there", () -> Files.exists(picture));
        assertEquals(-1, Files.mismatch(Program.sample("cat"), picture));
    }

    private Process open() throws IOException, InterruptedException {
        var nunchi = program.start(screen.environment(), "window.txt");
        started.add(nunchi);
        window.await();
        return nunchi;
    }

    /// Which part of the conversation's pixels two photographs share.
    private static double equalPixels(String one, String other) throws IOException {
        var before = ImageIO.read(Program.artefact(one + ".png").toFile());
        var after = ImageIO.read(Program.artefact(other + ".png").toFile());
        long equal = 0;
        for (int y = CONVERSATION.y; y < CONVERSATION.y + CONVERSATION.height; y++) {
            for (int x = CONVERSATION.x; x < CONVERSATION.x + CONVERSATION.width; x++) {
                equal += before.getRGB(x, y) == after.getRGB(x, y) ? 1 : 0;
            }
        }
        return (double) equal / (CONVERSATION.width * CONVERSATION.height);
    }
}
