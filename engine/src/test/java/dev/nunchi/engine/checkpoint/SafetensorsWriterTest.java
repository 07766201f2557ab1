package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class SafetensorsWriterTest {
    @TempDir private Path folder;

    @Test
    void writtenTensorsComeBack() throws EngineException {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("b", Tensor.ofFloats(Shape.of(2, 2), new float[] {1, 2, 3, 4}));
        tensors.put("a", Tensor.ofLongs(Shape.of(2), new long[] {5, -6}));
        tensors.put("none", Tensor.ofFloats(Shape.of(0), new float[0]));
        var path = folder.resolve("x.safetensors");

        SafetensorsWriter.write(path, tensors, Map.of("format", "pt"));

        try (var file = SafetensorsFile.open(path)) {
            assertEquals(List.of("b", "a", "none"), List.copyOf(file.tensors().keySet()));
            assertEquals(Map.of("format", "pt"), file.metadata());
            assertArrayEquals(new float[] {1, 2, 3, 4}, file.tensors().get("b").toFloats());
            assertArrayEquals(new long[] {5, -6}, file.tensors().get("a").view().toLongs());
        }
    }

    @Test
    void nothingIsLeftBesideTheFile() throws EngineException, IOException {
        SafetensorsWriter.write(folder.resolve("x"), new LinkedHashMap<>(), Map.of());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("x")), files.toList());
        }
    }

    @Test
    void folderThatIsNotThereIsAStorageProblem() {
        var path = folder.resolve("none/x.safetensors");
        var e =
                assertThrows(
                        StorageException.class,
                        () -> SafetensorsWriter.write(path, new LinkedHashMap<>(), Map.of()));
        assertEquals(StorageException.Reason.NOT_FOUND, e.reason());
    }
}
