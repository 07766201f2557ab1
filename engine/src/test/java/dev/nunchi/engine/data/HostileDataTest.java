package dev.nunchi.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

class HostileDataTest {
    private static final String GOOD = "{\"image\": \"cat.jpg\", \"caption\": \"A cat\"}";

    @TempDir private Path temp;
    private DataFolder folder;

    @BeforeEach
    void writePictures() {
        folder = new DataFolder(temp).withPictures("cat.jpg");
    }

    @Test
    void everyTruncationOfAListKeepsTheWholeRowsBeforeIt() throws Exception {
        String second = GOOD.replace("A cat", "Zwei \uD83D\uDC08 \\\"Katzen\\\"");
        byte[] whole = ("[" + GOOD + ",\n" + second + "]").getBytes(StandardCharsets.UTF_8);
        int firstEnd = 1 + GOOD.length();
        for (int length = 1; length < whole.length; length++) {
            var data = DataFolder.read(folder.write("a.json", Arrays.copyOf(whole, length)));
            int expected = length < firstEnd ? 0 : length < whole.length - 1 ? 1 : 2;
            assertEquals(expected, data.samples().size(), "cut at " + length);
            assertEquals(List.of(Reason.UNREADABLE), DataFolder.reasons(data), "cut at " + length);
        }
    }

    @Test
    void everyTruncationOfLinesAndTablesAndCocoEndsInAMessage() throws Exception {
        String table = "image,caption\ncat.jpg,\"A \"\"cat\"\"\"\n";
        String coco =
                "{\"images\": [{\"id\": 1, \"file_name\": \"cat.jpg\"}],"
                        + " \"annotations\": [{\"image_id\": 1, \"id\": 2, \"caption\": \"A cat\"}]}";
        for (String text : List.of(GOOD + "\n" + GOOD, table, coco)) {
            byte[] whole = text.getBytes(StandardCharsets.UTF_8);
            for (int length = 0; length < whole.length; length++) {
                Path file = folder.write("a", Arrays.copyOf(whole, length));
                assertTrue(samples(file) <= 1, "cut at " + length);
            }
        }
    }

    private static int samples(Path file) throws EngineException {
        try {
            return DataFolder.read(file).samples().size();
        } catch (DataException _) {
            return 0; // of no known layout, which it says
        }
    }

    @Test
    void oneBadRowCostsOnlyItself() throws Exception {
        Path list =
                folder.file(
                        "a.json",
                        "[" + GOOD + ", {\"image\": }, 3, \"x\", [1],",
                        GOOD.replace("A", "The") + "]");
        var data = DataFolder.read(list);
        assertEquals(List.of("A cat.", "The cat."), DataFolder.answers(data));
        assertEquals(
                List.of(2L, 3L, 4L, 5L), data.problems().stream().map(RowProblem::row).toList());
    }

    @Test
    void nestingBombIsRefused() throws Exception {
        String bomb = "{\"caption\": " + "[".repeat(500_000) + "]".repeat(500_000) + "}";
        assertEquals(
                List.of(Reason.UNREADABLE),
                DataFolder.reasons(DataFolder.read(folder.file("a.jsonl", GOOD, bomb))));
    }

    @Test
    void rowOfManyMegabytesIsSkippedWithoutBeingHeld() throws Exception {
        String huge = "{\"image\": \"cat.jpg\", \"caption\": \"" + "a".repeat(9 << 20) + "\"}";
        for (Path file :
                List.of(
                        folder.file("a.jsonl", GOOD, huge, GOOD.replace("A", "The")),
                        folder.file(
                                "a.json",
                                "[" + GOOD + ",",
                                huge + ",",
                                GOOD.replace("A", "The") + "]"))) {
            var data = DataFolder.read(file);
            assertEquals(List.of(Reason.ROW_TOO_LARGE), DataFolder.reasons(data));
            assertEquals(List.of("A cat.", "The cat."), DataFolder.answers(data));
        }
    }

    @Test
    void treeOfManySmallNodesIsRefused() throws Exception {
        String wide = "{\"captions\": [" + "1,".repeat(300_000) + "1]}";
        assertEquals(
                List.of(Reason.UNREADABLE),
                DataFolder.reasons(DataFolder.read(folder.file("a.jsonl", GOOD, wide))));
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws Exception {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                (GOOD + "\n{\"image\": \"cat.jpg\", \"caption\": \"")
                        .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(
                new byte[] {(byte) 0xC0, (byte) 0xAF, (byte) 0xED, (byte) 0xA0, (byte) 0x80});
        bytes.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
        var data = DataFolder.read(folder.write("a.jsonl", bytes.toByteArray()));
        assertEquals(List.of(Reason.UNREADABLE), DataFolder.reasons(data));
        assertEquals("not UTF-8 text", data.problems().getFirst().detail());
    }

    @Test
    void nameThatIsNoPathIsAMissingPicture() throws Exception {
        var data =
                DataFolder.read(folder.file("a.jsonl", GOOD.replace("cat.jpg", "a\\u0000b"), GOOD));
        assertEquals(List.of(Reason.PICTURE_MISSING), DataFolder.reasons(data));
    }

    @Test
    void fileOfMoreThanAPicturesSizeIsRefused() throws IOException, EngineException {
        Path large = temp.resolve("large.jpg");
        try (var channel =
                FileChannel.open(large, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), 1L << 29);
        }
        var data = DataFolder.read(folder.file("a.jsonl", GOOD.replace("cat", "large")));
        assertEquals(List.of(Reason.PICTURE_TOO_LARGE), DataFolder.reasons(data));
        Files.delete(large);
    }
}
