package dev.nunchi.app.teach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.imageio.ImageIO;

class InstructionRowsTest {
    @TempDir private Path dir;
    private Path picture = Path.of("");

    @BeforeEach
    void makePicture() throws IOException {
        picture = dir.resolve("images").resolve("cat.png");
        Files.createDirectories(picture.resolveSibling(""));
        ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    }

    @Test
    void rowsOfAListComeBackAsTheyWere() throws EngineException {
        var rows = List.of(row("first"), row("second"));

        assertEquals(new Contents(rows, List.of()), written("rows.json", rows));
    }

    @Test
    void rowsOfLinesComeBackAsTheyWere() throws EngineException {
        var rows = List.of(row("first"), row("second"));

        assertEquals(new Contents(rows, List.of()), written("rows.jsonl", rows));
    }

    @Test
    void listWithoutRowsIsAList() throws EngineException {
        assertEquals(new Contents(List.of(), List.of()), written("rows.json", List.of()));
    }

    @Test
    void trainingReadsTheFileAsItsOwn() throws EngineException {
        written("rows.json", List.of(row("first"), row("second")));

        var data = Datasets.read(dir.resolve("rows.json"), Progress.NONE, CancelToken.none());

        assertEquals(List.of(), data.problems());
        assertEquals(List.of(sample("first"), sample("second")), data.samples());
    }

    @Test
    void pictureStandsBeforeOrAfterTheQuestion() throws Exception {
        written("rows.jsonl", List.of(row("a"), row("b")));

        var text = Files.readString(dir.resolve("rows.jsonl"));

        assertTrue(text.contains("\"<image>\\nWhat is this?\""), text);
        assertTrue(text.contains("\"What is this?\\n<image>\""), text);
    }

    @Test
    void badRowsCostNoOthers() throws Exception {
        written("rows.jsonl", List.of(row("first"), row("last")));
        var lines = new ArrayList<>(Files.readAllLines(dir.resolve("rows.jsonl")));
        lines.add(1, "{\"id\": ");
        lines.add(2, lines.getFirst().replace("[0.1,0.2,0.5,0.75]", "[0.5,0.2,0.1,0.75]"));
        lines.add(3, lines.getFirst().replace("2026-11-30T10:00:00Z", "yesterday"));
        lines.add(4, lines.getFirst().replace("cat.png", "dog.png"));
        lines.add(5, "{\"image\": \"images/cat.png\", \"caption\": \"A cat.\"}");
        Files.write(dir.resolve("rows.jsonl"), lines);

        var read = read("rows.jsonl");

        assertEquals(List.of(row("first"), row("last")), read.rows());
        assertEquals(
                List.of(
                        "2 UNREADABLE",
                        "3 FIELD_MISSING",
                        "4 FIELD_MISSING",
                        "5 PICTURE_MISSING",
                        "6 FIELD_MISSING"),
                read.problems().stream().map(p -> p.row() + " " + p.reason()).toList());
    }

    @Test
    void rowsOfOthersHaveUnknownProvenance() throws Exception {
        Files.writeString(
                dir.resolve("llava.json"),
                """
                [{"id": "1", "image": "images/cat.png", "conversations": [
                  {"from": "human", "value": "<image>\\nWhat is this?"},
                  {"from": "gpt", "value": "A cat."}]}]
                """);

        var row = read("llava.json").rows().getFirst();

        assertEquals(Provenance.unknown(), row.provenance());
        assertEquals(new Scene(picture, List.of(), List.of()), row.scene());
    }

    @Test
    void rowWithoutPictureIsRefused() throws Exception {
        Files.writeString(
                dir.resolve("text.json"),
                """
                [{"id": "1", "conversations": [
                  {"from": "human", "value": "Hello?"}, {"from": "gpt", "value": "Hello."}]}]
                """);

        assertEquals(
                List.of(new RowProblem(dir.resolve("text.json"), 1, Reason.FIELD_MISSING, "image")),
                read("text.json").problems());
    }

    @Test
    void unfinishedFileLeavesTheOldOne() throws Exception {
        var old = written("rows.json", List.of(row("old")));
        try (var writer = InstructionWriter.create(dir.resolve("rows.json"))) {
            writer.write(row("new"));
        }

        assertEquals(old, read("rows.json"));
        assertFalse(Files.exists(dir.resolve("rows.json.part")));
    }

    @Test
    void fileNamesPicturesBelowItsFolderOnly() {
        assertTrue(InstructionWriter.canName(dir.resolve("rows.json"), picture));
        assertFalse(InstructionWriter.canName(dir.resolve("other").resolve("r.json"), picture));
    }

    @Test
    void boxesStayInsideThePicture() {
        assertEquals(new Box("cat", 0, 0, 1, 1), Box.clamped("cat", -0.01, 0, 1.002, 1));
        assertThrows(
                IllegalArgumentException.class, () -> Box.clamped("cat", 0.5, 0, Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> new Box("cat", 0.6, 0, 0.4, 1));
    }

    private record Contents(List<InstructionRow> rows, List<RowProblem> problems) {}

    private Contents written(String name, List<InstructionRow> rows) throws EngineException {
        try (var writer = InstructionWriter.create(dir.resolve(name))) {
            for (var row : rows) {
                writer.write(row);
            }
            writer.publish();
        }
        return read(name);
    }

    private Contents read(String name) throws EngineException {
        var contents = new Contents(new ArrayList<>(), new ArrayList<>());
        InstructionRows.read(
                dir.resolve(name),
                DataRows.Watch.none(),
                new InstructionRows.Sink<EngineException>() {
                    @Override
                    public void row(InstructionRow row) {
                        contents.rows().add(row);
                    }

                    @Override
                    public void problem(RowProblem problem) {
                        contents.problems().add(problem);
                    }
                });
        return contents;
    }

    private InstructionRow row(String id) {
        return new InstructionRow(
                id,
                new Scene(
                        picture,
                        List.of("A cat on a mat.", "고양이 한 마리."),
                        List.of(new Box("cat", 0.1, 0.2, 0.5, 0.75))),
                SampleType.CONVERSATION,
                turns(),
                new Provenance(
                        "symbolic",
                        "conversation@1",
                        7,
                        Instant.parse("2026-11-30T10:00:00Z"),
                        id.equals("first") ? Optional.of("0a1b") : Optional.empty()));
    }

    private Sample sample(String id) {
        return new Sample(id, Optional.of(picture), SampleType.CONVERSATION, turns());
    }

    private static List<SampleTurn> turns() {
        return List.of(
                new SampleTurn(Role.USER, "What is this?"),
                new SampleTurn(Role.ASSISTANT, "A cat."),
                new SampleTurn(Role.USER, "Where is it?"),
                new SampleTurn(Role.ASSISTANT, "On a \"mat\"."));
    }
}
