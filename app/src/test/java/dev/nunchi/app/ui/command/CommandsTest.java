package dev.nunchi.app.ui.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Language;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CommandsTest {
    private static final Messages ENGLISH = Messages.of(Language.EN);

    private final List<String> done = new ArrayList<>();

    @Test
    void twoCommandsOfOneShortcutAreRefused() {
        var twice = List.of(command("new").on("Ctrl+N"), command("search").on("Ctrl+N"));
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Commands(twice, List::of, List.of()));
        assertEquals("Ctrl+N is the shortcut of new and of search", refused.getMessage());
    }

    @Test
    void twoCommandsOfOneNameAreRefused() {
        var twice = List.of(command("new"), command("new"));
        assertThrows(
                IllegalArgumentException.class, () -> new Commands(twice, List::of, List.of()));
    }

    @Test
    void keyFindsItsCommand() {
        var commands = commands(command("new").on("Ctrl+N"), command("search").on("Ctrl+F", "F3"));
        assertEquals("search", commands.of(pressed(KeyCode.F3, false)).orElseThrow().id());
        assertEquals("search", commands.of(pressed(KeyCode.F, true)).orElseThrow().id());
        assertEquals(Optional.empty(), commands.of(pressed(KeyCode.F, false)));
    }

    @Test
    void hinderedCommandDoesNothing() {
        var hindered = command("new").unless(() -> Optional.of("command.not.begun"));
        assertFalse(hindered.run());
        assertTrue(command("search").run());
        assertEquals(List.of("search"), done);
    }

    @Test
    void hintEndsWithTheFirstShortcut() {
        var commands = commands(command("new").on("Ctrl+N", "F4"), command("search"));
        assertEquals("New conversation (Ctrl+N)", commands.hint("new", ENGLISH));
        assertEquals("Search conversations", commands.hint("search", ENGLISH));
        assertThrows(IllegalArgumentException.class, () -> commands.hint("none", ENGLISH));
    }

    @Test
    void commandsThatComeAndGoAreAskedEachTime() {
        var models = new ArrayList<Command>();
        var commands = new Commands(List.of(command("new")), () -> models, List.of());
        assertEquals(1, commands.all().size());
        models.add(command("model.a"));
        assertEquals(2, commands.all().size());
    }

    @ParameterizedTest
    @CsvSource({
        "Ctrl+N, Ctrl N",
        "Ctrl+Shift+C, Ctrl Shift C",
        "Ctrl+Comma, 'Ctrl ,'",
        "Ctrl+Slash, Ctrl /",
        "Ctrl+Plus, Ctrl +",
        "Ctrl+Minus, Ctrl -",
        "F1, F1"
    })
    void keysAreWrittenAsOnAKeyboard(String combination, String printed) {
        var keys = KeyCombination.valueOf(combination);
        assertEquals(List.of(printed.split(" ")), KeyWords.of(keys));
    }

    private Commands commands(Command... fixed) {
        return new Commands(List.of(fixed), List::of, List.of());
    }

    private Command command(String id) {
        return Command.of(id, Group.GO, () -> done.add(id));
    }

    private static KeyEvent pressed(KeyCode code, boolean control) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false);
    }
}
