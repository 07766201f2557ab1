package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class GgufFileTest {
    @TempDir private Path folder;

    @Test
    void tensorsHaveTheirShapeOutermostFirst() throws EngineException {
        try (var gguf = open(sample())) {
            var tensor = gguf.tensors().get("b");
            assertEquals(Shape.of(2, 3), tensor.shape());
            assertArrayEquals(new float[] {10, 11, 12, 13, 14, 15}, tensor.toFloats());
        }
    }

    @Test
    void blockTensorIsReadRowByRow() throws EngineException {
        var rows = new byte[2 * 18];
        rows[19] = 0x3c; // second row's scale: 1
        try (var gguf = open(new GgufBytes().tensor("q", GgufBytes.Q4_0, rows, 32, 2))) {
            var tensor = gguf.tensors().get("q");
            var row = new float[32];
            tensor.readRow(1, row, 0);
            assertEquals(TensorFormat.Q4_0, tensor.format());
            assertEquals(-8f, row[0]);
        }
    }

    @Test
    void alignmentOfTheFileCounts() throws EngineException {
        var bytes =
                new GgufBytes()
                        .u32("general.alignment", 64)
                        .tensorAt("a", GgufBytes.F32, 64, 1)
                        .toArray();
        var file = new byte[(bytes.length + 63) / 64 * 64 + 68];
        System.arraycopy(bytes, 0, file, 0, bytes.length);
        file[file.length - 1] = 0x40; // 2.0
        try (var gguf = open(file)) {
            assertArrayEquals(new float[] {2}, gguf.tensors().get("a").toFloats());
        }
    }

    @Test
    void fileCutShortAnywhereIsRefused() {
        byte[] whole = sample().toArray();
        // The last tensor's padding may be missing.
        int needed = whole.length - (GgufBytes.ALIGNMENT - 24);
        for (int length = 0; length < needed; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThrows(EngineException.class, () -> open(cut).close(), "length " + length);
        }
    }

    @Test
    void numbersMadeHugeNeverEndInAnErrorOfTheMachine() {
        byte[] whole = sample().toArray();
        for (byte fill : new byte[] {(byte) 0xff, 0x7f}) {
            for (int width : new int[] {4, 8}) {
                for (int at = 0; at + width <= whole.length; at++) {
                    var damaged = whole.clone();
                    Arrays.fill(damaged, at, at + width, fill);
                    readAll(damaged);
                }
            }
        }
    }

    @Test
    void otherFilesAreNamedAsSuch() {
        assertProblem("x.gguf: is not a GGUF file", new byte[64]);
    }

    @Test
    void emptyFileIsRefused() {
        assertProblem("x.gguf: 4 bytes wanted at byte 0, the file has 0", new byte[0]);
    }

    @Test
    void versionBeforeTheLastIsReadAlike() throws EngineException {
        try (var file = open(new GgufBytes().version(2).text("general.architecture", "llama"))) {
            assertEquals(Optional.of("llama"), file.metadata().text("general.architecture"));
        }
    }

    @Test
    void otherVersionsAreUnsupported() {
        var e =
                assertThrows(
                        UnsupportedModelException.class,
                        () -> open(new GgufBytes().version(1)).close());
        assertEquals("GGUF version 1 is not supported; supported: 2, 3", e.getMessage());
    }

    @Test
    void otherTensorTypesAreUnsupported() {
        var gguf = new GgufBytes().tensor("a", 15, new byte[292], 256);
        var e = assertThrows(UnsupportedModelException.class, () -> open(gguf).close());
        assertEquals("tensor 'a' of GGUF type Q8_K", e.what());
    }

    @Test
    void tensorPastTheEndIsRefused() {
        assertProblem(
                "x.gguf: tensor 'a': 4096 bytes from byte 32 lie outside the file",
                new GgufBytes().tensorAt("a", GgufBytes.F32, 32, 1024).data(new byte[32]));
    }

    @Test
    void overlappingTensorsAreRefused() {
        assertProblem(
                "x.gguf: tensor 'b': overlaps the tensor before it",
                new GgufBytes()
                        .tensorAt("a", GgufBytes.F32, 0, 16)
                        .tensorAt("b", GgufBytes.F32, 32, 16)
                        .data(new byte[128]));
    }

    @Test
    void tensorListedTwiceIsRefused() {
        assertProblem(
                "x.gguf: tensor 'a': is listed twice",
                new GgufBytes()
                        .tensor("a", GgufBytes.F32, new byte[4], 1)
                        .tensor("a", GgufBytes.F32, new byte[4], 1));
    }

    @Test
    void extentsWhoseProductOverflowsAreRefused() {
        assertProblem(
                "x.gguf: tensor 'a': impossible shape [4294967296, 4294967296]",
                new GgufBytes().tensorAt("a", GgufBytes.F32, 0, 1L << 32, 1L << 32));
    }

    @Test
    void rowsThatSplitBlocksAreRefused() {
        assertProblem(
                "x.gguf: tensor 'a': rows of 16 are not whole blocks of Q4_0",
                new GgufBytes().tensor("a", GgufBytes.Q4_0, new byte[36], 16, 4));
    }

    @Test
    void misalignedTensorIsRefused() {
        assertProblem(
                "x.gguf: tensor 'a' begins at 4, not a multiple of 32",
                new GgufBytes().tensorAt("a", GgufBytes.F32, 4, 1).data(new byte[32]));
    }

    @Test
    void impossibleAlignmentIsRefused() {
        assertProblem(
                "x.gguf: impossible alignment 0", new GgufBytes().u32("general.alignment", 0));
    }

    @Test
    void emptyTensorHasNoRows() throws EngineException {
        try (var gguf =
                open(new GgufBytes().tensor("a", GgufBytes.F32, new byte[0], 0, 1L << 40))) {
            assertEquals(0, gguf.tensors().get("a").rows());
            assertEquals(0, gguf.tensors().get("a").toFloats().length);
        }
    }

    @Test
    void metadataKeyThereTwiceIsRefused() {
        assertProblem(
                "x.gguf: metadata 'k' is there twice", new GgufBytes().u32("k", 1).u32("k", 2));
    }

    @Test
    void deeplyNestedMetadataIsRefused() {
        var nested = new GgufBytes.Bytes();
        for (int depth = 0; depth < 100_000; depth++) {
            nested.i32(9).i64(1);
        }
        assertProblem(
                "x.gguf: metadata arrays nested deeper than 4",
                new GgufBytes().entry("k", 9, nested.toArray()));
    }

    @Test
    void hugeArrayCountIsRefused() {
        assertProblem(
                "x.gguf: 9223372036854775807 elements in a metadata array, more than 524288",
                new GgufBytes()
                        .entry("k", 9, new GgufBytes.Bytes().i32(4).i64(Long.MAX_VALUE).toArray()));
    }

    @Test
    void missingFileIsAStorageProblem() {
        var e =
                assertThrows(
                        StorageException.class,
                        () -> GgufFile.open(folder.resolve("none.gguf")).close());
        assertEquals(StorageException.Reason.NOT_FOUND, e.reason());
    }

    @Test
    void folderIsAStorageProblem() {
        assertThrows(StorageException.class, () -> GgufFile.open(folder).close());
    }

    @Test
    void namesComeInFileOrder() throws EngineException {
        try (var gguf = open(sample())) {
            assertEquals(List.of("a", "b"), List.copyOf(gguf.tensors().keySet()));
            assertEquals(Set.of("general.architecture", "k"), gguf.metadata().keys());
        }
    }

    private static GgufBytes sample() {
        return new GgufBytes()
                .text("general.architecture", "llama")
                .texts("k", List.of("x", "yz"))
                .tensor("a", GgufBytes.F32, GgufBytes.floats(0, 4), 4)
                .tensor("b", GgufBytes.F32, GgufBytes.floats(10, 6), 3, 2);
    }

    /// Opens and reads whatever can be read; only a named error may stop that.
    private void readAll(byte[] file) {
        try (var gguf = open(file)) {
            for (var tensor : gguf.tensors().values()) {
                if (tensor.format().holdsReals()) {
                    assertTrue(tensor.toFloats().length * 4L <= 8L * file.length);
                }
            }
            gguf.metadata().texts("k");
        } catch (EngineException e) {
            assertTrue(e.getMessage().length() < 400, e::getMessage);
        }
    }

    private void assertProblem(String message, GgufBytes gguf) {
        assertProblem(message, gguf.toArray());
    }

    private void assertProblem(String message, byte[] file) {
        var e = assertThrows(CheckpointException.class, () -> open(file).close());
        assertEquals(message, e.getMessage());
    }

    private GgufFile open(GgufBytes gguf) throws EngineException {
        return open(gguf.toArray());
    }

    private GgufFile open(byte[] file) throws EngineException {
        var path = folder.resolve("x.gguf");
        try {
            Files.write(path, file);
        } catch (IOException e) {
            throw StorageException.of(path, "writing", e);
        }
        return GgufFile.open(path);
    }
}
