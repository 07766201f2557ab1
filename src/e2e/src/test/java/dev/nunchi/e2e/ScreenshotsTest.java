package dev.nunchi.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.app.ui.shell.Page;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Every page of the real program in both themes and languages, photographed into
/// `src/e2e/target/artefacts/screens`. Those that were looked at are kept in `docs/screens`.
@Tag("system")
class ScreenshotsTest {
    private static final List<Page> PAGES = List.of(Page.values());

    /// What a picture in the repository may take.
    private static final long LARGEST_BYTES = 600_000;

    private static final List<Look> LOOKS =
            List.of(
                    new Look("LIGHT", "EN", 1280, 800),
                    new Look("LIGHT", "KO", 1280, 800),
                    new Look("DARK", "EN", 1280, 800),
                    new Look("DARK", "KO", 1280, 800),
                    new Look("LIGHT", "KO", 1000, 700),
                    new Look("DARK", "EN", 1000, 700));

    @TempDir Path folder;

    private final List<Process> started = new ArrayList<>();
    private Program program;
    private Screen screen;
    private NunchiWindow window;

    private record Look(String theme, String language, int width, int height) {
        String settings() {
            return """
            {"theme": "%s", "language": "%s", "frame": {"sideBar": "SHOWN", "inspector": "HIDDEN",
             "bounds": {"x": 0, "y": 0, "width": %d, "height": %d}}}
            """
                    .formatted(theme, language, width, height);
        }

        /// Fewer pages are photographed there.
        boolean isSmall() {
            return width < 1280;
        }

        Path file(String page) throws IOException {
            String name = String.join("-", page, theme, language, Integer.toString(width));
            return Program.artefact("screens").resolve(name.toLowerCase(Locale.ROOT) + ".png");
        }
    }

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
    void everyPageIsPhotographedInBothThemesAndLanguages()
            throws IOException, InterruptedException {
        converse();
        for (Look look : LOOKS) {
            photograph(look);
        }
    }

    /// Something to be seen on the pages.
    private void converse() throws IOException, InterruptedException {
        var conversations = Conversations.of(program);
        var nunchi = open();
        var source = window.dragIn(Program.sample("cat"));
        started.add(source);
        screen.settle();
        NunchiWindow.kill(source);
        window.ask();
        Waiting.until("the answer begins", () -> !conversations.answers().isEmpty());
        Waiting.until("the answer is whole", () -> conversations.unfinished() == 0);
        NunchiWindow.kill(nunchi);
    }

    private void photograph(Look look) throws IOException, InterruptedException {
        Path settings = program.home().resolve("config/settings.json");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, look.settings());
        var nunchi = open();
        var number = window.await();
        if (look.isSmall()) {
            window.openFirstConversation();
            photograph(number, look.file("conversation"));
        } else {
            photograph(number, look.file("welcome"));
            window.openFirstConversation();
            screen.press("ctrl+i");
            photograph(number, look.file("conversation"));
            screen.press("ctrl+i");
            screen.press("ctrl+k");
            photograph(number, look.file("commands"));
            screen.press("Escape");
        }
        for (Page page :
                List.of(Page.MODELS, Page.DATA, Page.TRAIN, Page.EVALUATE, Page.SETTINGS)) {
            show(page);
            photograph(number, look.file(page.name()));
        }
        if (!look.isSmall()) {
            screen.scrollDown(look.width() / 2, look.height() / 2);
            photograph(number, look.file("about"));
        }
        NunchiWindow.kill(nunchi);
    }

    private void show(Page page) throws IOException, InterruptedException {
        screen.press("ctrl+" + (PAGES.indexOf(page) + 1));
    }

    private void photograph(String window, Path png) throws IOException, InterruptedException {
        screen.settle();
        screen.photograph(window, png);
        assertTrue(Files.size(png) <= LARGEST_BYTES, png.toString());
    }

    private Process open() throws IOException, InterruptedException {
        var nunchi = program.start(screen.environment(), "screenshots.txt");
        started.add(nunchi);
        window.await();
        return nunchi;
    }
}
