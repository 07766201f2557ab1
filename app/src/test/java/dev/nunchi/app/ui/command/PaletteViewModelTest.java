package dev.nunchi.app.ui.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Language;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class PaletteViewModelTest {
    private final PaletteViewModel english = palette(Language.EN);
    private final PaletteViewModel korean = palette(Language.KO);

    @Test
    void nothingTypedOffersEverythingInItsOrder() {
        english.open();
        assertEquals(List.of("new", "search", "palette", "theme.dark", "stop"), ids(english));
    }

    @Test
    void beginningOfATitleComesBeforeAWordWithin() {
        english.queryProperty().set("co");
        assertEquals(List.of("palette", "new", "search"), ids(english));
    }

    @Test
    void everyTypedWordMustFit() {
        english.queryProperty().set("DARK theme");
        assertEquals(List.of("theme.dark"), ids(english));
    }

    @Test
    void koreanIsFoundByItsFirstSounds() {
        korean.queryProperty().set("ㅅㄷㅎ");
        assertEquals(List.of("new"), ids(korean));
    }

    @Test
    void englishNameIsFoundInAnyLanguage() {
        korean.queryProperty().set("dark");
        assertEquals(List.of("theme.dark"), ids(korean));
    }

    @Test
    void unknownWordsFindNothing() {
        english.queryProperty().set("zebra");
        assertEquals(List.of(), ids(english));
        assertEquals(Optional.empty(), english.choose());
    }

    @Test
    void selectionGoesOnAtTheOtherEnd() {
        english.open();
        english.move(-1);
        assertEquals("stop", english.selected().orElseThrow().command().id());
        english.move(1);
        assertEquals("new", english.selected().orElseThrow().command().id());
    }

    @Test
    void hinderedCommandSaysWhyAndIsNotChosen() {
        english.queryProperty().set("stop");
        assertEquals(
                Optional.of("No answer is being made"),
                english.selected().orElseThrow().hindrance());
        assertEquals(Optional.empty(), english.choose());
    }

    @Test
    void whatWasUsedLatelyIsOnTop() {
        english.queryProperty().set("dark");
        assertEquals("theme.dark", english.choose().orElseThrow().id());
        english.open();
        assertEquals("theme.dark", ids(english).getFirst());
        assertEquals("", english.queryProperty().get());
    }

    private static List<String> ids(PaletteViewModel palette) {
        return palette.entries().stream().map(entry -> entry.command().id()).toList();
    }

    private static PaletteViewModel palette(Language language) {
        var fixed =
                List.of(
                        command("new"),
                        command("search"),
                        command("palette"),
                        command("theme.dark"),
                        command("stop").unless(() -> Optional.of("command.not.answering")));
        return new PaletteViewModel(
                new Commands(fixed, List::of, List.of()), Messages.of(language));
    }

    private static Command command(String id) {
        return Command.of(id, Group.GO, () -> {});
    }
}
