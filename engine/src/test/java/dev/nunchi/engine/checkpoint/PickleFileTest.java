package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.tensor.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/// Files were written by `pickle/make.py`.
class PickleFileTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"zip.bin", "zip64.bin", "legacy.bin", "protocol4.bin"})
    void floatsOfEveryWidthAreRead(String name) throws Exception {
        try (var file = PickleFile.open(resource(name))) {
            var tensors = file.tensors();
            assertEquals(Shape.of(3, 4), tensors.get("matrix").shape());
            assertArrayEquals(
                    new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
                    tensors.get("matrix").toFloats());
            assertArrayEquals(new float[] {1.5f, -2}, tensors.get("half").toFloats());
            assertArrayEquals(new float[] {1.5f, -2}, tensors.get("bfloat").toFloats());
            assertArrayEquals(new float[] {3.25f}, tensors.get("scalar").toFloats());
            assertEquals(Shape.of(0, 4), tensors.get("empty").shape());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.bin", "legacy.bin"})
    void integersAreViewedAsTheyAre(String name) throws Exception {
        try (var file = PickleFile.open(resource(name))) {
            var tensors = file.tensors();
            assertArrayEquals(new long[] {-1, 1L << 40}, tensors.get("longs").view().toLongs());
            assertArrayEquals(new long[] {7}, tensors.get("ints").view().toLongs());
            assertArrayEquals(new long[] {-8}, tensors.get("chars").view().toLongs());
            assertArrayEquals(new long[] {200}, tensors.get("bytes").view().toLongs());
            assertArrayEquals(new long[] {1, 0}, tensors.get("flags").view().toLongs());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.bin", "legacy.bin"})
    void stridedTensorsAreBroughtIntoOrder(String name) throws Exception {
        try (var file = PickleFile.open(resource(name))) {
            var transposed = file.tensors().get("transposed");
            assertEquals(Shape.of(4, 3), transposed.shape());
            assertArrayEquals(
                    new float[] {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}, transposed.toFloats());
            assertArrayEquals(
                    new float[] {0, 1, 2, 3, 8, 9, 10, 11},
                    file.tensors().get("second_rows").toFloats());
        }
    }

    @Test
    void tensorsThatShareAStorageAreNotCopied() throws Exception {
        try (var file = PickleFile.open(resource("zip.bin"))) {
            var matrix = file.tensors().get("matrix").view().data();
            var tail = file.tensors().get("tail").view().data();
            assertEquals(matrix.address() + 8 * Float.BYTES, tail.address());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"state.bin", "wrapped.bin"})
    void attributesAndWrappingOfAStateDictAreLeftAside(String name) throws Exception {
        try (var file = PickleFile.open(resource(name))) {
            assertEquals(Set.of("weight", "bias"), file.tensors().keySet());
            assertArrayEquals(new float[] {1, 2}, file.tensors().get("weight").toFloats());
        }
    }

    @Test
    void parameterIsATensor() throws Exception {
        try (var file = PickleFile.open(resource("parameter.bin"))) {
            assertArrayEquals(new float[] {1, 1}, file.tensors().get("p").toFloats());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poisoned.bin", "poisoned-legacy.bin"})
    void whatWouldRunIsRefusedByName(String name) throws Exception {
        var path = resource(name);
        var refused = assertThrows(UnsupportedModelException.class, () -> PickleFile.open(path));
        assertEquals(UnsupportedModelException.Reason.CODE, refused.reason());
        assertEquals(name + " (posix.system)", refused.what());
    }

    @Test
    void builtInFunctionIsRefusedByName() throws Exception {
        var path = resource("evaluating.bin");
        var refused = assertThrows(UnsupportedModelException.class, () -> PickleFile.open(path));
        assertTrue(refused.what().contains("eval)"), refused::what);
    }

    @Test
    void doublesAreRefusedByName() throws Exception {
        var path = resource("double.bin");
        var refused = assertThrows(UnsupportedModelException.class, () -> PickleFile.open(path));
        assertTrue(refused.what().contains("torch.DoubleStorage"), refused::what);
    }

    @Test
    void compressedArchiveIsRefused() throws Exception {
        var path = resource("compressed.bin");
        assertThrows(UnsupportedModelException.class, () -> PickleFile.open(path));
    }

    @Test
    void tensorThatRepeatsElementsBeyondTheFileIsRefused() throws Exception {
        var path = resource("expanded.bin");
        var refused = assertThrows(CheckpointException.class, () -> PickleFile.open(path));
        assertTrue(refused.getMessage().contains("repeats elements"), refused::getMessage);
    }

    @Test
    void pickleThatTorchDidNotWriteIsRefused() throws Exception {
        var path = resource("plain.bin");
        assertThrows(CheckpointException.class, () -> PickleFile.open(path));
    }

    @Test
    void deepNestingEndsInEmptyTensorsNotInTheStacksEnd() throws Exception {
        try (var file = PickleFile.open(crafted(repeated(100_000, (byte) 0x85)))) {
            assertEquals(Set.of(), file.tensors().keySet());
        }
    }

    @Test
    void tooManyStepsAreRefused() throws Exception {
        var path = crafted(repeated(300_000, (byte) 0x85));
        assertThrows(CheckpointException.class, () -> PickleFile.open(path));
    }

    /// Every tuple holds the one before twice: `2^10,000` leaves.
    @Test
    void memoBombIsHarmless() throws Exception {
        try (var file = PickleFile.open(crafted(repeated(10_000, (byte) '2', (byte) 0x86)))) {
            assertEquals(Set.of(), file.tensors().keySet());
        }
    }

    @Test
    void storageShorterThanItsTensorIsRefused() throws Exception {
        var bytes = Files.readAllBytes(resource("legacy.bin"));
        var path = folder.resolve("short.bin");
        Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
        assertThrows(CheckpointException.class, () -> PickleFile.open(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.bin", "legacy.bin"})
    void everyTruncationIsRefused(String name) throws Exception {
        var bytes = Files.readAllBytes(resource(name));
        var path = folder.resolve(name);
        for (int length = 0; length < bytes.length; length += 7) {
            Files.write(path, Arrays.copyOf(bytes, length));
            assertThrows(EngineException.class, () -> PickleFile.open(path), "at " + length);
        }
    }

    private static byte[] repeated(int times, byte... operations) {
        var repeated = new byte[times * operations.length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = operations[i % operations.length];
        }
        return repeated;
    }

    /// An archive whose pickle is `{'a': …}` with `operations` done to an empty tuple.
    private Path crafted(byte[] operations) throws IOException {
        var pickle = new ByteArrayOutputStream();
        pickle.writeBytes("\u0080\2}U\1a)".getBytes(StandardCharsets.ISO_8859_1));
        pickle.writeBytes(operations);
        pickle.writeBytes("s.".getBytes(StandardCharsets.ISO_8859_1));
        var path = folder.resolve("crafted.bin");
        TorchArchive.writePickle(path, pickle.toByteArray());
        return path;
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(PickleFileTest.class.getResource("pickle/" + name).toURI());
    }
}
