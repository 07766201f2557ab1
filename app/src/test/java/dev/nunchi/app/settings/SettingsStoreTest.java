package dev.nunchi.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

class SettingsStoreTest {
    private static final Endpoint LAB =
            new Endpoint(
                    "연구실",
                    URI.create("https://lab.example/v1"),
                    "llava-34b",
                    new Secret("sk-abc"),
                    Endpoint.Consent.GIVEN);

    @TempDir private Path dir;

    @Test
    void missingFileMeansDefaults() throws StorageException {
        assertEquals(Settings.defaults(), SettingsStore.open(file()).current());
    }

    @Test
    void everythingIsReadAsWritten() throws StorageException {
        var settings =
                new Settings(
                        Language.KO,
                        Theme.HIGH_CONTRAST,
                        Motion.REDUCED,
                        new Zoom(125),
                        Optional.of("nunchi-default"),
                        new Generation(0.7, 99, OptionalLong.of(-3), "한국어로 답해 주세요."),
                        new Frame(
                                Optional.of(new Frame.Bounds(1, 2, 1280, 800)),
                                Panel.HIDDEN,
                                Panel.SHOWN),
                        List.of(
                                new Preset(
                                        "간단히",
                                        "한 문장으로 설명해 주세요.",
                                        Generation.defaults().withTemperature(0.3))),
                        Optional.of("https://models.example/hub"),
                        List.of(LAB),
                        Notifications.OFF,
                        OptionalInt.of(2048),
                        new Computing(
                                Optional.of("webgpu"),
                                OptionalInt.of(3),
                                Optional.of(new Computing.Measured(8, 4))),
                        new Serving(9000, Serving.Reach.NETWORK, new Secret("hush")),
                        Set.of(NetworkUse.MODEL_DOWNLOADS),
                        Optional.of("보라"));
        SettingsStore.open(file()).update(_ -> settings);

        assertEquals(settings, SettingsStore.open(file()).current());
    }

    @Test
    void nobodyElseMayReadTheKeysInTheFile() throws StorageException, IOException {
        assumeTrue(file().getFileSystem().supportedFileAttributeViews().contains("posix"));
        SettingsStore.open(file()).update(s -> s.withEndpoint(LAB));

        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void fileIsLeftAloneUntilItIsReadAsUsual() throws StorageException {
        SettingsStore.open(file()).update(s -> s.withTheme(Theme.DARK));
        var careful = SettingsStore.openWithDefaults(file());

        careful.update(s -> s.withTheme(Theme.LIGHT));
        assertEquals(Theme.DARK, SettingsStore.open(file()).current().theme());

        assertEquals(Theme.DARK, careful.readAsUsual().theme());
        careful.update(s -> s.withTheme(Theme.HIGH_CONTRAST));
        assertEquals(Theme.HIGH_CONTRAST, SettingsStore.open(file()).current().theme());
    }

    @Test
    void nothingIsLeftBesideTheFile() throws StorageException, IOException {
        SettingsStore.open(file()).update(s -> s.withTheme(Theme.DARK));

        try (var files = Files.list(dir)) {
            assertEquals(Optional.of(file()), files.reduce((_, _) -> dir));
        }
    }

    @Test
    void whatAFileDoesNotMentionKeepsItsDefault() throws StorageException, IOException {
        Files.writeString(
                file(),
                """
                {"theme": "DARK", "motion": null, "generation": {"temperature": 1.5}, "x": 1}
                """);

        assertEquals(
                Settings.defaults()
                        .withTheme(Theme.DARK)
                        .withGeneration(Generation.defaults().withTemperature(1.5)),
                SettingsStore.open(file()).current());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"theme\": \"PURPLE\"}",
                "{\"generation\": 5}",
                "{\"generation\": {\"temperature\": 9}}",
                "{\"zoom\": {\"percent\": 300}}",
                "{\"computing\": {\"threads\": 0}}",
                "{\"network\": [\"EVERYTHING\"]}",
                "{\"context\": 5}",
                "{\"frame\": {\"bounds\": 7}}"
            })
    void damagedFileIsSetAsideAndDefaultsAreUsed(String text) throws StorageException, IOException {
        Files.writeString(file(), text);

        assertEquals(Settings.defaults(), SettingsStore.open(file()).current());
        assertFalse(Files.exists(file()));
        assertEquals(text, Files.readString(dir.resolve("settings.json.damaged")));
    }

    @Test
    void deeplyNestedFileIsSetAside() throws StorageException, IOException {
        Files.writeString(file(), "{\"frame\":".repeat(100_000));

        assertEquals(Settings.defaults(), SettingsStore.open(file()).current());
    }

    @Test
    void changedSettingsAreInUseThoughTheyCannotBeWritten() throws StorageException, IOException {
        Files.writeString(dir.resolve("no-folder"), "");
        var store = SettingsStore.open(dir.resolve("no-folder").resolve("settings.json"));

        assertThrows(StorageException.class, () -> store.update(s -> s.withTheme(Theme.LIGHT)));
        assertEquals(Theme.LIGHT, store.current().theme());
    }

    private Path file() {
        return dir.resolve("settings.json");
    }
}
