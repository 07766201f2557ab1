package dev.nunchi.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.settings.Zoom;
import dev.nunchi.app.testing.Headless;
import dev.nunchi.app.ui.settings.Section;
import dev.nunchi.app.ui.shell.Page;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Draws settings, privacy, palette and shortcuts into `target/screens`: every theme and language,
/// and the smallest and the largest size.
@Tag("slow")
class KeyScreensTest {
    private static final Path SCREENS = Path.of("target", "screens");

    private OpenProgram program;

    static {
        Headless.prepare();
    }

    @Test
    void everyThemeLanguageAndSizeIsDrawn(@TempDir Path home) throws Exception {
        Files.createDirectories(SCREENS);
        var seeded =
                new SeededHome(home)
                        .with(Duration.ofDays(3), "a poster for the play", "Yes.")
                        .with(Duration.ofMinutes(3), "고양이가 무엇을 보고 있나요?", "**새**예요.");
        program = OpenProgram.over(seeded);
        for (var theme : List.of(Theme.LIGHT, Theme.DARK, Theme.HIGH_CONTRAST)) {
            drawAll(theme, Language.EN, Zoom.USUAL);
            drawAll(theme, Language.KO, Zoom.USUAL);
        }
        for (var zoom : List.of(new Zoom(Zoom.LEAST), new Zoom(Zoom.MOST))) {
            drawAll(Theme.LIGHT, Language.KO, zoom);
            drawAll(Theme.DARK, Language.EN, zoom);
        }
        program.close();
        assertTrue(Files.exists(SCREENS.resolve("keys-dark-en-175-palette.png")));
    }

    private void drawAll(Theme theme, Language language, Zoom zoom) throws Exception {
        var settings = program.shell().features().settings();
        program.act(() -> {
            settings.choose(theme);
            settings.choose(language);
            settings.choose(zoom);
        });
        String look = "keys-%s-%s-%d-".formatted(theme, language, zoom.percent());
        program.show(Page.CHAT);
        draw(look + "chat");
        program.show(Page.MODELS);
        draw(look + "models");
        program.show(Page.SETTINGS);
        for (var section : List.of(Section.LOOK, Section.COMPUTING, Section.PRIVACY)) {
            program.act(() -> settings.look(section));
            draw(look + section);
        }
        for (var overlay : List.of("palette", "shortcuts")) {
            program.act(program.overlay("#" + overlay)::toggle);
            draw(look + overlay);
            program.act(program.overlay("#" + overlay)::close);
        }
    }

    private void draw(String name) throws IOException {
        program.draw(SCREENS.resolve(name.toLowerCase(Locale.ROOT) + ".png"));
    }
}
