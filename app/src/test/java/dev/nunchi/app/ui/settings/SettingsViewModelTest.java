package dev.nunchi.app.ui.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

class SettingsViewModelTest {
    @TempDir private Path home;
    private SettingsViewModel settings;

    @BeforeEach
    void open() throws StorageException {
        settings = new SettingsViewModel(SettingsStore.open(file()), TestJobs.direct(home));
    }

    @Test
    void choiceIsInUseAtOnceAndRemembered() throws StorageException {
        settings.choose(Theme.DARK);
        assertEquals(Theme.DARK, settings.settingsProperty().get().theme());
        assertEquals(Theme.DARK, remembered().theme());
    }

    @Test
    void presetBringsInstructionAndSamplingBack() throws StorageException {
        settings.systemPromptProperty().set("Answer briefly.");
        settings.commit();
        settings.keepPreset(" brief ", "What is it?");
        settings.restoreDefaults();

        settings.use(settings.settingsProperty().get().presets().getFirst());

        assertEquals("Answer briefly.", settings.systemPromptProperty().get());
        assertEquals("Answer briefly.", remembered().generation().systemPrompt());
        assertEquals("brief", remembered().presets().getFirst().name());
    }

    @Test
    void presetOfTheSameNameGivesWay() throws StorageException {
        settings.keepPreset("brief", "one");
        settings.keepPreset("brief", "two");
        assertEquals(1, remembered().presets().size());
        assertEquals("two", remembered().presets().getFirst().question());

        settings.removePreset(remembered().presets().getFirst());
        assertEquals(0, remembered().presets().size());
    }

    @Test
    void mirrorIsKeptAsAnAddress() throws StorageException {
        settings.mirrorProperty().set(" https://models.example/hub/ ");
        settings.commit();
        assertEquals(Optional.of("https://models.example/hub"), remembered().mirror());

        settings.mirrorProperty().set("");
        settings.commit();
        assertEquals(Optional.empty(), remembered().mirror());
    }

    @Test
    void mirrorThatIsNoAddressIsLeftToBeMended() throws StorageException {
        settings.mirrorProperty().set("models.example");
        settings.commit();

        assertFalse(settings.mirrorValidProperty().get());
        assertEquals(Optional.empty(), remembered().mirror());
    }

    @Test
    void typedFieldsCountWhenCommitted() throws StorageException {
        settings.systemPromptProperty().set("Answer briefly. ");
        settings.maxTokensProperty().set(" 512");
        settings.seedProperty().set("42");
        assertEquals(Generation.defaults(), remembered().generation());
        settings.commit();
        assertEquals(
                new Generation(0, 512, OptionalLong.of(42), "Answer briefly."),
                remembered().generation());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-3", "1.5", "32769", "99999999999999999999", "many"})
    void unusableLengthIsMarkedAndNotTaken(String typed) throws StorageException {
        settings.maxTokensProperty().set(typed);
        settings.commit();
        assertFalse(settings.maxTokensValidProperty().get());
        assertEquals(Generation.defaults(), remembered().generation());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "seven", "9999999999999999999"})
    void unusableSeedIsMarkedAndNotTaken(String typed) throws StorageException {
        settings.seedProperty().set(typed);
        settings.commit();
        assertFalse(settings.seedValidProperty().get());
        assertEquals(Generation.defaults(), remembered().generation());
    }

    @Test
    void emptySeedMeansNoneAtAll() throws StorageException {
        settings.seedProperty().set("7");
        settings.commit();
        settings.seedProperty().set("");
        settings.commit();
        assertTrue(settings.seedValidProperty().get());
        assertEquals(OptionalLong.empty(), remembered().generation().seed());
    }

    @Test
    void temperatureKeepsOneDecimal() throws StorageException {
        settings.chooseTemperature(0.7000000001);
        assertEquals(0.7, remembered().generation().temperature());
    }

    @Test
    void defaultsReplaceWhatWasTyped() throws StorageException {
        settings.maxTokensProperty().set("512");
        settings.commit();
        settings.restoreDefaults();
        assertEquals("256", settings.maxTokensProperty().get());
        assertEquals(Generation.defaults(), remembered().generation());
    }

    @Test
    void unwritableFileIsToldAndTheChoiceStands() throws IOException {
        Files.delete(home);
        Files.createFile(home);
        settings.choose(Theme.DARK);
        assertTrue(settings.problemProperty().get().isPresent());
        assertEquals(Theme.DARK, settings.settingsProperty().get().theme());
        Files.delete(home);
    }

    private Settings remembered() throws StorageException {
        return SettingsStore.open(file()).current();
    }

    private Path file() {
        return home.resolve("settings.json");
    }
}
