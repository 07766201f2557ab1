package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class OriginalReaderTest {
    private static final String TOWER = "clip-vit-tiny-patch14-56";

    @TempDir private Path parent;

    private Path model;

    @BeforeEach
    void copyModelWithoutItsTower() throws IOException {
        model = parent.resolve("model");
        copy("model", model);
    }

    private static void copy(String name, Path target) throws IOException {
        Files.createDirectory(target);
        try (var files = Files.list(Golden.path("llava_linear/" + name))) {
            for (var file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    private void change(Path file, String from, String to) throws IOException {
        var text = Files.readString(file);
        assertTrue(text.contains(from), from);
        Files.writeString(file, text.replace(from, to));
    }

    @Test
    void towerIsFoundBesideTheModel() throws EngineException, IOException {
        copy(TOWER, parent.resolve(TOWER));

        try (var checkpoint = Checkpoint.open(model)) {
            checkpoint.verify();
            assertEquals(16, checkpoint.config().imageTokens());
            assertEquals(1, checkpoint.config().projector().orElseThrow().kind().layers());
        }
    }

    @Test
    void towerIsFoundWithinTheModelByTheEndOfItsName() throws EngineException, IOException {
        copy(TOWER, model.resolve(TOWER));
        change(model.resolve("config.json"), "\"" + TOWER, "\"someone/" + TOWER);

        try (var checkpoint = Checkpoint.open(model)) {
            checkpoint.verify();
            assertTrue(checkpoint.files().contains(model.resolve(TOWER + "/model.safetensors")));
        }
    }

    @Test
    void missingTowerIsNamedWithThePlaceItBelongsTo() {
        var e = assertThrows(StorageException.class, () -> Checkpoint.open(model));

        assertEquals(model.resolve(TOWER), e.path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/..", "", "a:b", "/"})
    void towerOutsideIsRefused(String name) throws IOException {
        change(model.resolve("config.json"), "\"" + TOWER, "\"" + name);

        assertThrows(CheckpointException.class, () -> Checkpoint.open(model));
    }

    @Test
    void startAndEndTokensOfPicturesAreUnsupported() throws IOException {
        copy(TOWER, parent.resolve(TOWER));
        change(
                model.resolve("config.json"),
                "\"mm_use_im_start_end\": false",
                "\"mm_use_im_start_end\": true");

        var e = assertThrows(UnsupportedModelException.class, () -> Checkpoint.open(model));

        assertEquals("mm_use_im_start_end", e.what());
    }

    @Test
    void paddingIsReadFromTheModelNotTheTower() throws EngineException, IOException {
        copy(TOWER, parent.resolve(TOWER));
        change(
                model.resolve("config.json"),
                "\"image_aspect_ratio\": null",
                "\"image_aspect_ratio\": \"pad\"");

        try (var checkpoint = Checkpoint.open(model)) {
            assertEquals(
                    PictureConfig.Framing.PADDED_SQUARE,
                    checkpoint.pictures().orElseThrow().framing());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mm_projector.bin", "mm_projector_bf16.bin"})
    void firstStageIsReadWithTheBaseModelBesideIt(String projector)
            throws EngineException, IOException {
        copy(TOWER, parent.resolve(TOWER));
        var stage = parent.resolve("stage1");
        copy("stage1", stage);
        Files.delete(stage.resolve("mm_projector.bin"));
        Files.copy(
                Golden.path("llava_linear/stage1").resolve(projector),
                stage.resolve("mm_projector.bin"));
        Files.move(model, parent.resolve("tiny-vicuna"));

        try (var checkpoint = Checkpoint.open(stage);
                var pickle = PickleFile.open(stage.resolve("mm_projector.bin"))) {
            checkpoint.verify();
            assertArrayEquals(
                    pickle.tensors().get("model.mm_projector.weight").toFloats(),
                    checkpoint.tensor("multi_modal_projector.linear_1.weight").toFloats());
        }
    }

    @Test
    void projectorBesideABaseModelReplacesItsOwn() throws EngineException, IOException {
        copy(TOWER, parent.resolve(TOWER));
        Files.copy(
                Golden.path("llava_linear/stage1/mm_projector_bf16.bin"),
                model.resolve("mm_projector.bin"));

        try (var checkpoint = Checkpoint.open(model)) {
            checkpoint.verify();
            assertEquals(
                    "BF16",
                    checkpoint.tensor("multi_modal_projector.linear_1.weight").format().toString());
        }
    }

    @Test
    void projectorsWithSeveralLayersAreCountedWithoutActivations() {
        assertEquals(
                List.of(
                        "multi_modal_projector.linear_1.weight",
                        "multi_modal_projector.linear_2.bias",
                        "multi_modal_projector.linear_3.bias"),
                List.of(
                                "model.mm_projector.0.weight",
                                "model.mm_projector.2.bias",
                                "model.mm_projector.4.bias")
                        .stream()
                        .map(name -> TensorNames.ORIGINAL.canonical(name).orElseThrow())
                        .toList());
    }
}
