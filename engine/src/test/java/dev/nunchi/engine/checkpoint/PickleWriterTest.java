package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

class PickleWriterTest {
    @TempDir private Path folder;

    @Test
    void writtenTensorsAreRead() throws EngineException {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put(
                "model.mm_projector.weight",
                Tensor.ofFloats(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}));
        tensors.put("한국어", Tensor.ofFloats(Shape.of(1), new float[] {-0.5f}));
        var path = folder.resolve("mm_projector.bin");
        PickleWriter.write(path, tensors);
        try (var file = PickleFile.open(path)) {
            assertEquals(List.copyOf(tensors.keySet()), List.copyOf(file.tensors().keySet()));
            for (var tensor : tensors.entrySet()) {
                var read = Optional.ofNullable(file.tensors().get(tensor.getKey())).orElseThrow();
                assertEquals(tensor.getValue().shape(), read.shape());
                assertArrayEquals(tensor.getValue().toFloats(), read.toFloats());
            }
        }
    }
}
