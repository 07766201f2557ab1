package dev.nunchi.engine.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.checkpoint.TorchArchive;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.library.TowerPacking.Kept;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.quantize.FeatureDamage;
import dev.nunchi.engine.quantize.FeatureMeter;
import dev.nunchi.engine.quantize.Quantisation;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.testing.TaughtModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

class QuantisedImportTest {
    private static final Path SOURCE = Golden.path("llava15/model");
    private static final Quantisation INT4 = Quantisation.int4(Rounding.NEAREST);

    /// 4 bits a weight of evenly spread values, with room.
    private static final double INT4_ERROR = 0.12;

    /// The fixture's other matrices have rows that are no whole blocks.
    private static final String TOWER_MATRIX = "vision_tower.encoder.layers.0.mlp.fc2.weight";

    /// Of features that are 3 % off: `1 − 0.03² / 2`.
    private static final double FAITHFUL_COSINE = 0.9995;

    @TempDir Path folder;

    @Test
    void layersTablesAndTheRestGetTheirFormats() throws EngineException {
        try (var checkpoint = importFrom(SOURCE, INT4).open()) {
            checkpoint.verify();
            var name = "model.layers.0.self_attn.q_proj.weight";
            assertEquals(TensorFormat.Q4_0, checkpoint.tensor(name).format());
            assertEquals(TensorFormat.Q8_0, checkpoint.tensor("lm_head.weight").format());
            assertFalse(checkpoint.tensor("model.norm.weight").format().isQuantised());
            for (var tensor : checkpoint.tensors().values()) {
                boolean language = tensor.name().matches("(model|lm_head)\\..*");
                assertTrue(language || !tensor.format().isQuantised(), tensor::toString);
            }
        }
    }

    @Test
    void floatsThatStayAreUnchanged() throws EngineException {
        try (var checkpoint = importFrom(SOURCE, INT4).open();
                var source = SafetensorsFile.open(SOURCE.resolve("model.safetensors"))) {
            for (var name : new String[] {"linear_1.weight", "linear_2.bias"}) {
                var full = "multi_modal_projector." + name;
                var expected = source.tensors().get(full);
                assertTrue(expected != null);
                assertArrayEquals(expected.toFloats(), checkpoint.tensor(full).toFloats());
            }
        }
    }

    @Test
    void smallerModelSaysHowItWasPacked() throws EngineException {
        var model = importFrom(SOURCE, INT4);
        var packed = model.packed().orElseThrow();
        assertEquals("Q4_0", packed.quantisation());
        assertTrue(packed.weightError() > 0 && packed.weightError() < INT4_ERROR);
        assertEquals(Optional.of(model), library().find(model.name()));
    }

    @Test
    void searchLosesLess() throws EngineException {
        double nearest = importFrom(SOURCE, INT4).packed().orElseThrow().weightError();
        var search = Quantisation.int4(Rounding.SEARCH);
        double searched = importFrom(SOURCE, search).packed().orElseThrow().weightError();
        assertTrue(searched < nearest);
    }

    @Test
    void packedModelCanBeImportedAgain() throws EngineException {
        var once = importFrom(SOURCE, INT4);
        var twice = importFrom(once.folder(), INT4);
        try (var a = once.open();
                var b = twice.open()) {
            var name = "model.layers.1.mlp.down_proj.weight";
            assertEquals(-1, bytes(a.tensor(name)).mismatch(bytes(b.tensor(name))));
        }
    }

    @Test
    void pytorchFileBecomesTheSameAsSafetensors() throws EngineException, IOException {
        var source = copyOf(SOURCE);
        var weights = source.resolve("model.safetensors");
        try (var file = SafetensorsFile.open(weights)) {
            TorchArchive.write(source.resolve("pytorch_model.bin"), file.tensors());
        }
        Files.delete(weights);
        var name = "model.layers.1.mlp.down_proj.weight";
        try (var pickled = importFrom(source, INT4).open();
                var straight = importFrom(SOURCE, INT4).open()) {
            pickled.verify();
            assertEquals("model.safetensors", pickled.weightFiles().getFirst().toFile().getName());
            assertEquals(-1, bytes(straight.tensor(name)).mismatch(bytes(pickled.tensor(name))));
        }
    }

    @Test
    void indexOfPytorchFilesFollowsTheirNames() {
        var shard = Path.of("tower/pytorch_model-00001-of-00002.bin");
        assertEquals(
                Path.of("tower/pytorch_model-00001-of-00002.safetensors"), PackedNames.of(shard));
        assertEquals(
                Path.of("model.safetensors.index.json"),
                PackedNames.of(Path.of("pytorch_model.bin.index.json")));
        assertEquals("{\"a\": \"x.safetensors\"}", PackedNames.inIndex("{\"a\": \"x.bin\"}"));
    }

    @Test
    void floatsOfGgufFilesArePacked() throws EngineException {
        var source = Golden.path("gguf_llava15/model.gguf");
        try (var original = Checkpoint.open(source);
                var packed = importFrom(source, INT4).open()) {
            packed.verify();
            var wasFloat = "model.layers.0.mlp.up_proj.weight";
            assertEquals(TensorFormat.F16, original.tensor(wasFloat).format());
            assertEquals(TensorFormat.Q4_0, packed.tensor(wasFloat).format());
            for (var tensor : original.tensors().values()) {
                var copy = packed.tensor(tensor.name());
                if (copy.format() == tensor.format()) {
                    assertEquals(-1, bytes(tensor).mismatch(bytes(copy)), tensor::toString);
                }
            }
        }
    }

    @Test
    void faithfulTowerIsPacked() throws EngineException {
        var model = importWithTower(new FeatureDamage(0.01, 0.9999));
        assertEquals(Optional.of(Kept.PACKED), keptBy(model));
        try (var checkpoint = model.open()) {
            checkpoint.verify();
            assertEquals(TensorFormat.Q8_0, checkpoint.tensor(TOWER_MATRIX).format());
        }
    }

    @Test
    void towerWhoseFeaturesSufferStaysAsItWas() throws EngineException {
        var model = importWithTower(new FeatureDamage(2 * FeatureDamage.LARGEST_ERROR, 0.99));
        assertEquals(Optional.of(Kept.STORED), keptBy(model));
        try (var checkpoint = model.open();
                var original = Checkpoint.open(SOURCE)) {
            var expected = original.tensor(TOWER_MATRIX);
            assertEquals(-1, bytes(expected).mismatch(bytes(checkpoint.tensor(TOWER_MATRIX))));
            var layer = "model.layers.0.self_attn.q_proj.weight";
            assertEquals(TensorFormat.Q4_0, checkpoint.tensor(layer).format());
        }
    }

    @Test
    void featuresOfTheFixtureAreCompared() throws EngineException {
        var picture = Golden.repository().resolve("assets/samples/cat.jpg");
        var meter = new FeatureMeter(OrtRuntime.cpu(), List.of(picture));
        var request = new ImportRequest(SOURCE, Optional.of(INT4)).withFeatures(meter);
        var tower = importFrom(request).packed().orElseThrow().tower().orElseThrow();
        assertTrue(tower.damage().relativeError() > 0, tower::toString);
        assertTrue(tower.damage().isFaithful(), tower::toString);
        assertTrue(tower.damage().cosine() > FAITHFUL_COSINE, tower::toString);
    }

    /// Two weights of each block of `fc2` are large and cancel out, as their inputs are equal: in 8
    /// bits nothing is left of the others.
    @Test
    void towerWithOutliersIsMeasuredAndStaysAsItWas() throws EngineException, IOException {
        var source = copyOf(SOURCE);
        var file = source.resolve("model.safetensors");
        try (var checkpoint = Checkpoint.open(SOURCE)) {
            SafetensorsWriter.write(file, withOutliers(checkpoint), Map.of());
        }
        var picture = Golden.repository().resolve("assets/samples/cat.jpg");
        var meter = new FeatureMeter(OrtRuntime.cpu(), List.of(picture));
        var request = new ImportRequest(source, Optional.of(INT4)).withFeatures(meter);
        var model = importFrom(request);
        var tower = model.packed().orElseThrow().tower().orElseThrow();
        assertTrue(tower.damage().relativeError() > FeatureDamage.LARGEST_ERROR, tower::toString);
        assertEquals(Kept.STORED, tower.kept());
        try (var packed = model.open()) {
            assertEquals(TensorFormat.F32, packed.tensor(TOWER_MATRIX).format());
        }
    }

    private static SequencedMap<String, Tensor> withOutliers(Checkpoint checkpoint) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var tensor : checkpoint.tensors().values()) {
            float[] values = tensor.toFloats();
            String name = tensor.name();
            int width = Math.toIntExact(tensor.rowElements());
            for (int i = 0; i < values.length; i++) {
                if (name.endsWith(".fc1.weight") && i / width % 32 < 2) {
                    values[i] = 0;
                } else if (name.endsWith(".fc1.bias") && i % 32 < 2) {
                    values[i] = 5;
                } else if (name.endsWith(".fc2.weight") && i % 32 < 2) {
                    values[i] = i % 32 == 0 ? 300 : -300;
                }
            }
            tensors.put(name, Tensor.ofFloats(tensor.shape(), values));
        }
        return tensors;
    }

    private InstalledModel importWithTower(FeatureDamage damage) throws EngineException {
        var request = new ImportRequest(SOURCE, Optional.of(INT4));
        return importFrom(request.withFeatures((_, _, _) -> damage));
    }

    private Optional<Kept> keptBy(InstalledModel model) throws EngineException {
        // As another start reads it.
        var read = library().find(model.name()).orElseThrow();
        return read.packed().flatMap(PackedWeights::tower).map(TowerPacking::kept);
    }

    @Test
    void previewTellsWhatAnImportWillTake() throws EngineException {
        var preview = ImportPreview.of(SOURCE, INT4);
        var imported = ImportPreview.of(importFrom(SOURCE, INT4).folder(), INT4);
        assertEquals(imported.memory(), preview.packedMemory());
        assertTrue(preview.packedMemory().weights() < preview.memory().weights());
    }

    @Test
    void ggufIsNotPackedAgain() {
        var bundled = Golden.repository().resolve("assets/models/nunchi-default");
        assertThrows(UnsupportedModelException.class, () -> importFrom(bundled, INT4));
        assertFalse(Files.exists(folder.resolve("models")));
    }

    @Test
    void weightThatIsNoNumberIsRefusedAndNothingStays() throws EngineException, IOException {
        var source = copyOf(SOURCE);
        spoil(source.resolve("model.safetensors"));
        var problem = assertThrows(CheckpointException.class, () -> importFrom(source, INT4));
        assertTrue(String.valueOf(problem.getMessage()).contains("not finite"));
        assertTrue(library().list().isEmpty());
        try (var entries = Files.list(folder.resolve("models"))) {
            assertEquals(0, entries.filter(Files::isDirectory).count());
        }
    }

    @Test
    void cancelledPackingLeavesNothing() throws EngineException, IOException {
        var cancel = new CancelToken();
        Progress progress =
                (stage, _, _) -> {
                    if (stage == Stage.QUANTISING_MODEL) {
                        cancel.cancel();
                    }
                };
        var request = new ImportRequest(SOURCE, Optional.of(INT4));
        assertEquals(Optional.empty(), library().importFrom(request, progress, cancel));
        try (var entries = Files.list(folder.resolve("models"))) {
            assertEquals(0, entries.filter(Files::isDirectory).count());
        }
    }

    @Test
    void whatAModelHasLearntIsNotPackedAndStandsOnThePackedWeights() throws Exception {
        var taught = TaughtModel.copy("llava15", folder.resolve("taught"));
        var model = importFrom(taught.folder(), INT4);
        BaseModel packed;
        try (var checkpoint = model.open()) {
            packed = new BaseModel("packed", BaseHash.of(checkpoint), checkpoint.config());
        }
        assertNotEquals(taught.base().hash(), packed.hash());
        var own = OwnAdapter.read(model.folder(), packed).orElseThrow();
        assertEquals(taught.base().hash(), own.info().provenance().settings().get("trainedOn"));
        taught.adapter()
                .tensors()
                .forEach((name, tensor) ->
                        assertArrayEquals(
                                tensor.toFloats(), own.tensors().get(name).toFloats(), name));
        assertEquals(model, library().find(model.name()).orElseThrow());
    }

    private ModelLibrary library() {
        return new ModelLibrary(folder.resolve("models"), List.of());
    }

    private InstalledModel importFrom(Path source, Quantisation quantisation)
            throws EngineException {
        return importFrom(new ImportRequest(source, Optional.of(quantisation)));
    }

    private InstalledModel importFrom(ImportRequest request) throws EngineException {
        return library().importFrom(request, Progress.NONE, CancelToken.none()).orElseThrow();
    }

    private static MemorySegment bytes(StoredTensor tensor) {
        var all =
                MemorySegment.ofArray(
                        new byte[(int) tensor.format().bytesFor(tensor.shape().count())]);
        long at = 0;
        for (long r = 0; r < tensor.rows(); r++) {
            MemorySegment.copy(tensor.row(r), 0, all, at, tensor.row(r).byteSize());
            at += tensor.row(r).byteSize();
        }
        return all;
    }

    private Path copyOf(Path source) throws IOException {
        var copy = Files.createDirectory(folder.resolve("spoilt"));
        try (var files = Files.list(source)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    /// Puts a NaN where a value of a decoder layer is.
    private static void spoil(Path file) throws EngineException, IOException {
        String name = "language_model.model.layers.0.mlp.up_proj.weight";
        byte[] wanted;
        try (var weights = SafetensorsFile.open(file)) {
            var tensor = weights.tensors().get(name);
            assertTrue(tensor != null);
            assertEquals(TensorFormat.F32, tensor.format());
            wanted = tensor.row(1).toArray(ValueLayout.JAVA_BYTE);
        }
        var all = ByteBuffer.wrap(Files.readAllBytes(file));
        int at = 0;
        while (!all.slice(at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
            at++;
        }
        var nan = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(nan, at);
        }
    }
}
