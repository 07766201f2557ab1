package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Zoom;
import dev.nunchi.app.testing.CutWords;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.ui.curate.DataTab;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.app.ui.support.SupportPage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/// No word of the program's own is cut off, in the smallest window and in a usual one.
@Tag("slow")
class CutWordsTest {
    private static final Path SAMPLES = Path.of("..", "assets", "samples");

    private final Set<String> cut = new TreeSet<>();
    private OpenProgram program;

    static {
        Headless.prepare();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        var home = new SeededHome(folder);
        home.with(
                Duration.ofMinutes(1),
                "the cat",
                "A cat.",
                home.picture(SAMPLES.resolve("cat.jpg")));
        program = OpenProgram.over(home);
    }

    @AfterEach
    void close() throws TimeoutException {
        program.close();
    }

    @ParameterizedTest
    @CsvSource({
        "EN, 720, 600, 100",
        "KO, 720, 600, 100",
        "EN, 1000, 700, 100",
        "KO, 1000, 700, 100",
        "EN, 1000, 1000, 175",
        "KO, 1000, 1000, 175"
    })
    void everyWordOfTheProgramIsWhole(Language language, int width, int height, int percent)
            throws TimeoutException {
        var settings = program.shell().features().settings();
        program.act(() -> {
            settings.choose(language);
            settings.choose(new Zoom(percent));
        });
        program.resize(width, height);
        lookAround();
        assertEquals("", String.join("\n", cut));
    }

    private void lookAround() throws TimeoutException {
        program.act(program.shell()::newConversation);
        look("welcome");
        for (Page page : Page.values()) {
            program.show(page);
            look(page.name());
        }
        program.show(Page.DATA);
        for (DataTab tab : DataTab.values()) {
            program.act(() -> program.shell().features().curate().show(tab));
            look("data " + tab);
        }
        program.showNewestConversation();
        look("conversation");
        program.act(program.shell()::toggleInspector);
        look("inspector");
        program.act(program.shell()::toggleInspector);
        var support = program.context().caretaker().support();
        for (var page : SupportPage.values()) {
            program.act(() -> support.show(page));
            look(page.name());
        }
        program.act(support::close);
    }

    private void look(String where) throws TimeoutException {
        program.look(root -> CutWords.below(root).forEach(word -> cut.add(where + ": " + word)));
    }
}
