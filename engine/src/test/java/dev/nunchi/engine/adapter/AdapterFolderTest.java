package dev.nunchi.engine.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.AdapterException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.tensor.Tensor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class AdapterFolderTest {
    @TempDir private Path parent;

    @Test
    void whatWasWrittenIsRead() throws EngineException {
        var written = Adapters.small("mine");
        AdapterFolder.write(folder(), written);
        var read = AdapterFolder.read(folder());
        assertEquals(written.info(), read.info());
        assertEquals(List.copyOf(written.tensors().keySet()), List.copyOf(read.tensors().keySet()));
        for (var tensor : written.tensors().entrySet()) {
            var other = read.tensors().get(tensor.getKey());
            assertEquals(tensor.getValue().shape(), other.shape());
            assertArrayEquals(tensor.getValue().toFloats(), other.toFloats());
        }
    }

    @Test
    void newAdapterReplacesOneOfTheName() throws EngineException, IOException {
        AdapterFolder.write(folder(), Adapters.small("mine"));
        var other = Adapters.small("mine");
        other.projector().firstEntry().getValue().write(0, new float[] {42}, 0, 1);
        AdapterFolder.write(folder(), other);
        var read = AdapterFolder.read(folder());
        assertEquals(42, read.projector().firstEntry().getValue().floatAt(0));
        try (var files = Files.list(parent)) {
            assertEquals(List.of(folder()), files.toList());
        }
    }

    @Test
    void folderNameIsTheAdaptersName() throws EngineException {
        AdapterFolder.write(parent.resolve("yours"), Adapters.small("mine"));
        assertEquals("yours", AdapterFolder.read(parent.resolve("yours")).info().name());
    }

    @Test
    void unknownTensorIsRefusedByName() throws EngineException {
        AdapterFolder.write(folder(), Adapters.small("mine"));
        var problem = withTensor("model.norm.weight", 4);
        assertEquals(Reason.DAMAGED, problem.reason());
        assertTrue(problem.getMessage().contains("model.norm.weight"), problem.getMessage());
    }

    @Test
    void factorWithoutItsOtherHalfIsRefused() throws EngineException {
        AdapterFolder.write(folder(), Adapters.small("mine"));
        var problem = withTensor("model.layers.1.self_attn.q_proj.lora_B.weight", 4, 2);
        assertTrue(problem.getMessage().contains("layers.1.self_attn.q_proj.lora_A.weight"));
    }

    @Test
    void layerThatIsNoTargetIsRefused() throws EngineException {
        AdapterFolder.write(folder(), Adapters.small("mine"));
        var problem = withTensor("model.layers.0.self_attn.k_proj.lora_A.weight", 2, 4);
        assertTrue(problem.getMessage().contains("k_proj"), problem.getMessage());
    }

    @Test
    void factorsOfAnotherRankAreRefused() throws EngineException {
        AdapterFolder.write(folder(), Adapters.small("mine"));
        var tensors = new LinkedHashMap<String, Tensor>();
        var random = new Random(1);
        tensors.put("model.layers.0.self_attn.q_proj.lora_A.weight", Adapters.tensor(random, 3, 4));
        tensors.put("model.layers.0.self_attn.q_proj.lora_B.weight", Adapters.tensor(random, 6, 3));
        SafetensorsWriter.write(folder().resolve(AdapterFolder.TENSORS), tensors, Map.of());
        assertThrows(AdapterException.class, () -> AdapterFolder.read(folder()));
    }

    @Test
    void everyTruncationOfTheTensorsIsRefused() throws EngineException, IOException {
        AdapterFolder.write(folder(), Adapters.small("mine"));
        var file = folder().resolve(AdapterFolder.TENSORS);
        var whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThrows(EngineException.class, () -> AdapterFolder.read(folder()));
        }
    }

    @Test
    void everyTruncationOfTheDocumentIsRefused() throws EngineException, IOException {
        AdapterFolder.write(folder(), Adapters.small("mine"));
        var file = folder().resolve(AdapterFolder.DOCUMENT);
        var whole = Files.readString(file).stripTrailing();
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file, whole.substring(0, length));
            assertThrows(AdapterException.class, () -> AdapterFolder.read(folder()));
        }
    }

    @Test
    void newerFormatIsToldApartFromDamage() throws EngineException, IOException {
        AdapterFolder.write(folder(), Adapters.small("mine"));
        var file = folder().resolve(AdapterFolder.DOCUMENT);
        Files.writeString(
                file, Files.readString(file).replaceFirst("\"version\" : 1", "\"version\" : 2"));
        var problem = assertThrows(AdapterException.class, () -> AdapterFolder.read(folder()));
        assertEquals(Reason.UNSUPPORTED, problem.reason());
    }

    @Test
    void folderWithoutAnAdapterIsNotFound() {
        var problem = assertThrows(StorageException.class, () -> AdapterFolder.read(folder()));
        assertEquals(StorageException.Reason.NOT_FOUND, problem.reason());
        assertFalse(AdapterFolder.isAdapter(folder()));
    }

    private AdapterException withTensor(String name, long... dims) throws EngineException {
        var tensors = Adapters.small("mine").tensors();
        tensors.put(name, Adapters.tensor(new Random(1), dims));
        SafetensorsWriter.write(folder().resolve(AdapterFolder.TENSORS), tensors, Map.of());
        return assertThrows(AdapterException.class, () -> AdapterFolder.read(folder()));
    }

    private Path folder() {
        return parent.resolve("mine");
    }
}
