package dev.nunchi.engine.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.testing.TaughtModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class ModelLibraryTest {
    private static final Path SOURCE = Golden.path("llava_smollm/model");

    @TempDir Path folder;

    @Test
    void importedModelIsListedAndOpens() throws EngineException {
        var library = library();
        var model = importFrom(library, SOURCE);
        assertEquals(List.of(model), library.list());
        assertEquals("model", model.name());
        assertEquals(Origin.IMPORTED, model.origin());
        assertEquals(new Architecture("DINOv2 + Llama", 3), model.architecture());
        try (var checkpoint = model.open()) {
            checkpoint.verify();
        }
    }

    @Test
    void sizeIsThatOfTheFiles() throws EngineException, IOException {
        var model = importFrom(library(), SOURCE);
        try (var files = Files.list(model.folder())) {
            long bytes =
                    files.filter(file -> !file.endsWith("nunchi-model.json"))
                            .mapToLong(file -> file.toFile().length())
                            .sum();
            assertEquals(bytes, model.bytes());
        }
    }

    @Test
    void licencesComeAlong() throws EngineException {
        var bundled = Golden.repository().resolve("assets/models/nunchi-default");
        var model = importFrom(library(), bundled);
        assertTrue(Files.exists(model.folder().resolve("LICENSE-SmolLM2.txt")));
        assertTrue(Files.exists(model.folder().resolve("NOTICE.txt")));
        assertTrue(Files.exists(model.folder().resolve("MODEL_CARD.md")));
    }

    @Test
    void towerBesideTheModelIsCopiedIntoIt() throws EngineException {
        var original = Golden.path("llava_linear/model");
        var model = importFrom(library(), original);
        try (var checkpoint = model.open()) {
            checkpoint.verify();
            assertTrue(
                    checkpoint.files().stream().allMatch(file -> file.startsWith(model.folder())));
        }
    }

    @Test
    void secondImportGetsANameOfItsOwn() throws EngineException {
        var library = library();
        importFrom(library, SOURCE);
        assertEquals("model-2", importFrom(library, SOURCE).name());
    }

    @Test
    void bundledModelsComeFirst() throws EngineException {
        var library = new ModelLibrary(folder.resolve("models"), List.of(SOURCE));
        importFrom(library, SOURCE);
        assertEquals(
                List.of(Origin.BUNDLED, Origin.IMPORTED),
                library.list().stream().map(InstalledModel::origin).toList());
    }

    @Test
    void unknownNameIsNotFound() throws EngineException {
        assertEquals(Optional.empty(), library().find("nothing"));
    }

    @Test
    void removedModelIsGone() throws EngineException {
        var library = library();
        var model = importFrom(library, SOURCE);
        library.remove(model);
        assertEquals(List.of(), library.list());
        assertFalse(Files.exists(model.folder()));
    }

    @Test
    void removingDoesNotFollowLinks() throws EngineException, IOException {
        var library = library();
        var model = importFrom(library, SOURCE);
        var outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("file"), "keep");
        Files.createSymbolicLink(model.folder().resolve("link"), outside);
        library.remove(model);
        assertEquals("keep", Files.readString(outside.resolve("file")));
    }

    @Test
    void bundledModelCannotBeRemoved() throws EngineException {
        var library = new ModelLibrary(folder.resolve("models"), List.of(SOURCE));
        var bundled = library.list().getFirst();
        assertThrows(IllegalArgumentException.class, () -> library.remove(bundled));
        assertTrue(Files.exists(SOURCE));
    }

    @Test
    void modelOfAnotherPlaceCannotBeRemoved() {
        var stranger = new InstalledModel("..", folder, Origin.IMPORTED, 0, "");
        assertThrows(IllegalArgumentException.class, () -> library().remove(stranger));
    }

    @Test
    void cancelledImportLeavesNothing() throws EngineException {
        var cancel = new CancelToken();
        Progress progress =
                (stage, _, _) -> {
                    if (stage == Stage.COPYING_MODEL) {
                        cancel.cancel();
                    }
                };
        assertEquals(Optional.empty(), library().importFrom(SOURCE, progress, cancel));
        assertEquals(List.of(), entries());
    }

    @Test
    void leftoversOfAKilledImportAreRemovedAndNeverListed() throws EngineException, IOException {
        var library = library();
        var part = folder.resolve("models/killed.part");
        Files.createDirectories(part);
        Files.writeString(part.resolve("nunchi-model.json"), "{}");
        assertEquals(List.of(), library.list());
        importFrom(library, SOURCE);
        assertFalse(Files.exists(part));
    }

    @Test
    void cutModelIsRefused() throws IOException {
        var copy = Files.createDirectory(folder.resolve("cut"));
        try (var files = Files.list(SOURCE)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        var weights = copy.resolve("model.safetensors");
        var bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
        assertThrows(CheckpointException.class, () -> importFrom(library(), copy));
        assertEquals(List.of(), entries());
    }

    @Test
    void whatAModelHasLearntComesAlong() throws Exception {
        var taught = TaughtModel.copy("llava_smollm", folder.resolve("taught"));
        long untaught = importFrom(library(), SOURCE).bytes();
        var model = importFrom(library(), taught.folder());
        assertEquals(taught.adapter().info().lora(), model.own().orElseThrow().lora());
        assertEquals(untaught + OwnAdapter.bytes(taught.folder()), model.bytes());
        assertTrue(OwnAdapter.read(model.folder(), taught.base()).isPresent());
    }

    @Test
    void modelWithADamagedAdapterIsRefusedByNameAndStillListed() throws Exception {
        var taught = TaughtModel.copy("llava_smollm", folder.resolve("taught"));
        Files.writeString(OwnAdapter.files(taught.folder()).getFirst(), "{}");
        var problem =
                assertThrows(
                        CheckpointException.class, () -> importFrom(library(), taught.folder()));
        assertEquals(CheckpointException.Reason.OWN_ADAPTER, problem.reason());
        assertEquals(List.of(), entries());
        assertEquals(Optional.empty(), ModelLibrary.at(taught.folder()).own());
    }

    private ModelLibrary library() {
        return new ModelLibrary(folder.resolve("models"), List.of());
    }

    private static InstalledModel importFrom(ModelLibrary library, Path source)
            throws EngineException {
        return library.importFrom(source, Progress.NONE, CancelToken.none()).orElseThrow();
    }

    /// What an import left in the library's folder.
    private List<Path> entries() {
        var models = folder.resolve("models");
        if (!Files.exists(models)) {
            return List.of();
        }
        try (var files = Files.list(models)) {
            return files.filter(file -> !file.endsWith(".lock")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
