package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

class SafetensorsFileTest {
    private static final String ONE =
            """
            {"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}\
            """;
    private static final byte[] EIGHT_BYTES = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0x20, (byte) 0xc0};
    private static final long ALLOWED_ALLOCATION = 64L << 20;

    @TempDir private Path folder;

    @Test
    void floatsAreRead() throws EngineException {
        try (var file = open(ONE, EIGHT_BYTES)) {
            assertArrayEquals(new float[] {1f, -2.5f}, file.tensors().get("a").toFloats());
        }
    }

    @Test
    void integersAreViewedAsTheyAre() throws EngineException {
        String header =
                """
                {"i":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},
                 "b":{"dtype":"U8","shape":[2],"data_offsets":[8,10]}}\
                """;
        try (var file = open(header, new byte[] {7, 0, 0, 0, 0, 0, 0, 0, 1, (byte) 255})) {
            assertArrayEquals(new long[] {7}, file.tensors().get("i").view().toLongs());
            assertArrayEquals(new long[] {1, 255}, file.tensors().get("b").view().toLongs());
        }
    }

    @Test
    void scalarIsOneRow() throws EngineException {
        try (var file =
                open("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4)) {
            assertEquals(1, file.tensors().get("a").rows());
            assertEquals(1, file.tensors().get("a").rowElements());
        }
    }

    @Test
    void emptyTensorIsRead() throws EngineException {
        try (var file =
                open("{\"a\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]}}", 0)) {
            assertEquals(Shape.of(0, 3), file.tensors().get("a").shape());
            assertEquals(0, file.tensors().get("a").toFloats().length);
        }
    }

    @Test
    void metadataIsRead() throws EngineException {
        try (var file = open("{\"__metadata__\":{\"format\":\"pt\"}}", 0)) {
            assertEquals(Map.of("format", "pt"), file.metadata());
        }
    }

    @Test
    void goldenFileHasItsTensors() throws EngineException {
        try (var file = SafetensorsFile.open(Golden.path("llava15/model/model.safetensors"))) {
            var table = file.tensors().get("language_model.model.embed_tokens.weight");
            assertEquals(Shape.of(2048, 64), table.shape());
            var row = new float[64];
            table.readRow(1, row, 0);
            assertArrayEquals(Arrays.copyOfRange(table.toFloats(), 64, 128), row);
        }
    }

    @Test
    void fileCutShortAnywhereIsRefused() {
        byte[] whole = file(ONE, EIGHT_BYTES);
        for (int length = 0; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThrows(EngineException.class, () -> open(cut).close(), "length " + length);
        }
    }

    @Test
    void bytesReplacedAnywhereNeverEndInAnErrorOfTheMachine() {
        byte[] whole = file(ONE, EIGHT_BYTES);
        for (byte replacement : new byte[] {0, (byte) 0xff, '9', '-', '[', '"', '}'}) {
            for (int at = 0; at < whole.length; at++) {
                var damaged = whole.clone();
                damaged[at] = replacement;
                readAll(damaged);
            }
        }
    }

    @Test
    void headerLargerThanTheFileIsRefused() {
        assertProblem(
                "x.safetensors: header of 9 bytes in a file of 10",
                new byte[] {9, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        byte[] huge = new byte[10];
        Arrays.fill(huge, 0, 8, (byte) 0xff);
        assertProblem("x.safetensors: header of 18446744073709551615 bytes in a file of 10", huge);
    }

    @Test
    void nestedHeaderIsRefusedCheaply() {
        long before = allocated();
        assertThrows(CheckpointException.class, () -> open("[".repeat(1 << 22), 0).close());
        String nested = "{\"a\":" + "{\"a\":".repeat(1 << 20);
        assertThrows(CheckpointException.class, () -> open(nested, 0).close());
        assertTrue(allocated() - before < ALLOWED_ALLOCATION);
    }

    @Test
    void headerWithTooManyTensorsIsRefusedCheaply() {
        var header = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            header.append(
                    "\"t%d\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},"
                            .formatted(i));
        }
        byte[] file = file(header.append("}").toString(), new byte[0]);
        write(file);
        long before = allocated();
        assertThrows(
                CheckpointException.class,
                () -> SafetensorsFile.open(folder.resolve("x.safetensors")).close());
        assertTrue(allocated() - before < ALLOWED_ALLOCATION);
    }

    @Test
    void tensorListedTwiceIsRefused() {
        assertRefused(
                """
                {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},
                 "a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}\
                """,
                2);
    }

    @Test
    void overlappingTensorsAreRefused() {
        assertProblem(
                "x.safetensors: tensor 'b': overlaps the tensor before it",
                file(
                        """
                        {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},
                         "b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}\
                        """,
                        new byte[3]));
    }

    @Test
    void tensorPastTheEndIsRefused() {
        assertProblem("x.safetensors: tensor 'a': ends at byte 8 of 7", file(ONE, new byte[7]));
    }

    @Test
    void offsetsThatContradictTheShapeAreRefused() {
        assertProblem(
                "x.safetensors: tensor 'a': F32 [2] needs 8 bytes, the header gives it 4",
                file(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                        new byte[8]));
    }

    @Test
    void impossibleNumbersAreRefused() {
        for (String shape : new String[] {"-1", "9223372036854775808", "1e3", "1.5", "null"}) {
            assertRefused(
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,4]}}"
                            .formatted(shape),
                    4);
        }
        assertRefused(
                """
                {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}\
                """,
                0);
        assertRefused("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[-1,0]}}", 4);
    }

    @Test
    void fieldsLeftOutAreRefused() {
        assertRefused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4);
        assertRefused("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4);
        assertRefused("{\"a\":7}", 4);
        assertRefused("{\"__metadata__\":{\"a\":1}}", 4);
        assertRefused("[]", 4);
        assertRefused("{} {}", 4);
    }

    @Test
    void otherElementTypesAreUnsupported() {
        var header = "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}";
        var e = assertThrows(UnsupportedModelException.class, () -> open(header, 8).close());
        assertEquals("tensor 'a' of safetensors dtype 'F64'", e.what());
    }

    @Test
    void fileCutWhileOpenIsNoticed() throws EngineException, IOException {
        write(file(ONE, EIGHT_BYTES));
        var path = folder.resolve("x.safetensors");
        try (var file = SafetensorsFile.open(path)) {
            Files.write(path, new byte[3]);
            assertThrows(CheckpointException.class, () -> file.file().requireWhole());
        }
    }

    @Test
    void unreadableFileIsAStorageProblem() {
        assertThrows(StorageException.class, () -> SafetensorsFile.open(folder).close());
        assertThrows(
                StorageException.class, () -> SafetensorsFile.open(folder.resolve("none")).close());
    }

    private void readAll(byte[] file) {
        try (var opened = open(file)) {
            for (var tensor : opened.tensors().values()) {
                assertTrue(tensor.view().data().byteSize() <= file.length);
            }
        } catch (EngineException e) {
            assertTrue(e.getMessage().length() < 600, e::getMessage);
        }
    }

    private void assertProblem(String message, byte[] file) {
        var e = assertThrows(CheckpointException.class, () -> open(file).close());
        assertEquals(message, e.getMessage());
    }

    private void assertRefused(String header, int dataBytes) {
        assertThrows(CheckpointException.class, () -> open(header, dataBytes).close(), header);
    }

    private static long allocated() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private SafetensorsFile open(String header, int dataBytes) throws EngineException {
        return open(header, new byte[dataBytes]);
    }

    private SafetensorsFile open(String header, byte[] data) throws EngineException {
        return open(file(header, data));
    }

    private SafetensorsFile open(byte[] file) throws EngineException {
        write(file);
        return SafetensorsFile.open(folder.resolve("x.safetensors"));
    }

    private void write(byte[] file) {
        try {
            Files.write(folder.resolve("x.safetensors"), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return new GgufBytes.Bytes().i64(json.length).raw(json).raw(data).toArray();
    }
}
