package dev.nunchi.app.teach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.data.CaptionFilter;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

class ScenesTest {
    private static final String INSTANCES =
            """
            {"annotations": [
              {"image_id": 1, "category_id": 18, "bbox": [10, 20, 30, 40], "iscrowd": 0,
               "segmentation": [[1, 2, 3]]},
              {"image_id": 1, "category_id": 1, "bbox": [0, 0, 100, 50], "iscrowd": 1,
               "segmentation": {"counts": [5], "size": [2, 2]}},
              {"image_id": 9, "category_id": 1, "bbox": [0, 0, 1, 1], "iscrowd": 0}],
             "categories": [{"id": 18, "name": "dog"}, {"id": 1, "name": "person"}],
             "images": [{"id": 1, "file_name": "a.png", "width": 100, "height": 100}]}
            """;

    private static final String CAPTIONS =
            """
            {"images": [{"id": 1, "file_name": "a.png"}],
             "annotations": [{"id": 7, "image_id": 1, "caption": "a dog and a crowd"}]}
            """;

    private static final List<Box> BOXES =
            List.of(new Box("dog", 0.1, 0.2, 0.4, 0.6), new Box("group of person", 0, 0, 1, 0.5));

    @TempDir private Path dir;

    @BeforeEach
    void makePictures() throws IOException {
        for (String name : List.of("a.png", "b.png")) {
            ImageIO.write(
                    new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB),
                    "png",
                    dir.resolve(name).toFile());
        }
    }

    @Test
    void cocoCaptionsFindTheirInstances() throws Exception {
        Files.writeString(dir.resolve("captions_val.json"), CAPTIONS);
        Files.writeString(dir.resolve("instances_val.json"), INSTANCES);
        var expected =
                List.of(new Scene(dir.resolve("a.png"), List.of("A dog and a crowd."), BOXES));

        assertEquals(expected, read("captions_val.json").scenes());
        assertEquals(expected, read("instances_val.json").scenes());
        assertEquals(expected, read("").scenes());
    }

    @Test
    void cocoInstancesDoWithoutCaptions() throws Exception {
        Files.writeString(dir.resolve("instances_val.json"), INSTANCES);

        assertEquals(
                List.of(new Scene(dir.resolve("a.png"), List.of(), BOXES)),
                read("instances_val.json").scenes());
    }

    @Test
    void damagedInstancesAreNamedWithTheirLine() throws Exception {
        Files.writeString(dir.resolve("instances_val.json"), INSTANCES.substring(0, 90));

        var e = assertThrows(DataException.class, () -> read("instances_val.json"));

        assertEquals("instances_val.json", e.source());
        assertTrue(e.line() > 0);
    }

    @Test
    void rowsWithObjectsBecomeScenes() throws Exception {
        Files.writeString(
                dir.resolve("rows.jsonl"),
                """
                {"image": "a.png", "captions": ["a dog .", "A dog."], "objects": [\
                {"category": "dog", "bbox": [0, 0.25, 0.5, 1.0001]}]}
                {"image": "b.png", "objects": [{"category": "cat", "bbox": [0, 0, 0.5, 0.5]}]}
                {"image": "b.png", "captions": ["x"], "objects": [{"category": "cat"}]}
                {"image": "c.png", "captions": ["x"]}
                not json
                """);

        var scenes = read("rows.jsonl");

        assertEquals(
                List.of(
                        new Scene(
                                dir.resolve("a.png"),
                                List.of("A dog."),
                                List.of(new Box("dog", 0, 0.25, 0.5, 1))),
                        new Scene(
                                dir.resolve("b.png"),
                                List.of(),
                                List.of(new Box("cat", 0, 0, 0.5, 0.5)))),
                scenes.scenes());
        assertEquals(
                List.of(Reason.FIELD_MISSING, Reason.PICTURE_MISSING, Reason.UNREADABLE),
                scenes.problems().stream().map(p -> p.reason()).toList());
    }

    @Test
    void instructionRowsGiveTheirScenesBack() throws Exception {
        var scene = new Scene(dir.resolve("a.png"), List.of("A dog."), List.of(BOXES.getFirst()));
        try (var writer = InstructionWriter.create(dir.resolve("rows.json"))) {
            writer.write(
                    new InstructionRow(
                            "1",
                            scene,
                            SampleType.DETAIL,
                            List.of(
                                    new SampleTurn(Role.USER, "What?"),
                                    new SampleTurn(Role.ASSISTANT, "That.")),
                            Provenance.unknown()));
            writer.publish();
        }

        assertEquals(List.of(scene), read("rows.json").scenes());
    }

    @Test
    void folderOfPicturesWithTextsHasTheirCaptions() throws Exception {
        Files.writeString(dir.resolve("a.txt"), "A dog.\nA brown dog.\n");

        assertEquals(
                List.of(
                        new Scene(
                                dir.resolve("a.png"),
                                List.of("A dog.", "A brown dog."),
                                List.of())),
                read("").scenes());
    }

    @Test
    void picturesAloneAreScenesOfWhichNothingIsKnown() throws Exception {
        assertEquals(
                List.of(
                        new Scene(dir.resolve("a.png"), List.of(), List.of()),
                        new Scene(dir.resolve("b.png"), List.of(), List.of())),
                read("").scenes());
    }

    @Test
    void filterLeavesPicturesWithRareCaptionsOut() throws Exception {
        Files.writeString(
                dir.resolve("rows.jsonl"),
                """
                {"image": "a.png", "captions": ["dog", "dog!", "dog?"]}
                {"image": "b.png", "captions": ["axolotl"]}
                """);

        var filtered =
                Scenes.read(
                        dir.resolve("rows.jsonl"),
                        Scenes.Options.defaults().withFilter(CaptionFilter.ofPaper(0)),
                        DataRows.Watch.none());

        assertEquals(
                List.of(dir.resolve("a.png")),
                filtered.scenes().stream().map(Scene::picture).toList());
    }

    private Scenes read(String name) throws EngineException {
        return Scenes.read(
                name.isEmpty() ? dir : dir.resolve(name),
                Scenes.Options.defaults(),
                DataRows.Watch.none());
    }
}
