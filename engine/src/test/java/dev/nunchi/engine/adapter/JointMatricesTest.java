package dev.nunchi.engine.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.AdapterExport.Layout;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.checkpoint.JointMatrix;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.LoraTarget;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;

/// Adapters of a model whose files and whose own implementation have queries, keys and values as
/// one matrix, and gate and up as another: Phi-3.
class JointMatricesTest {
    private static final int RANK = 2;
    private static final double ALPHA = 6;

    /// Of sums of a few products of numbers near 1.
    private static final float TOLERANCE = 1e-5f;

    private static final Path MODEL =
            Golden.repository().resolve("src/conformance/variants/llava_siglip_phi3/model");
    private static final String QKV = "model.layers.0.self_attn.qkv_proj";
    private static final String QUERY = "model.layers.0.self_attn.q_proj";

    @TempDir private Path folder;
    private final Random random = new Random(11);
    private Checkpoint checkpoint;

    @BeforeEach
    void open() throws EngineException {
        checkpoint = Checkpoint.open(MODEL);
    }

    @AfterEach
    void close() {
        checkpoint.close();
    }

    @Test
    void mergedFolderIsBaseAndProducts() throws Exception {
        mergedWeightsAreBaseAndProducts(MODEL);
    }

    private void mergedWeightsAreBaseAndProducts(Path source) throws Exception {
        var adapter = drawn(EnumSet.allOf(LoraTarget.class));
        var learnt = LearntWeights.of(adapter, checkpoint.config());
        var export = new MergedExport(checkpoint, source, learnt, DType.F32);
        var merged = folder.resolve("merged");

        assertTrue(export.write(merged, Progress.NONE, CancelToken.none()));

        try (var opened = Checkpoint.open(merged)) {
            opened.verify();
            for (var module : adapter.lora().entrySet()) {
                String name = module.getKey() + ".weight";
                var expected = checkpoint.tensor(name).toFloats();
                add(expected, product(module.getValue(), adapter.info().lora().orElseThrow()));
                assertArrayEquals(expected, opened.tensor(name).toFloats(), TOLERANCE, name);
            }
        }
    }

    @Test
    void mergedGgufIsBaseAndProducts() throws Exception {
        var source = folder.resolve("gguf");
        Storage.createFolder(source);
        var file = Golden.repository().resolve("src/conformance/gguf/phi3_long/model.gguf");
        Files.copy(file, source.resolve("model.gguf"));
        checkpoint.close();
        checkpoint = Checkpoint.open(source);

        mergedWeightsAreBaseAndProducts(source);
    }

    @Test
    void weightsThatLearntThemselvesFindTheirPlaceInJointOnes() throws Exception {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (String name : new String[] {QUERY + ".weight", "model.layers.1.mlp.up_proj.weight"}) {
            var shape = checkpoint.tensor(name).shape();
            tensors.put(name, Adapters.tensor(random, shape.dim(0), shape.dim(1)));
        }
        MergedExport.requireWritable(checkpoint, tensors.keySet());
        var export = new MergedExport(checkpoint, MODEL, LearntWeights.of(tensors), DType.F32);
        var merged = folder.resolve("merged");

        assertTrue(export.write(merged, Progress.NONE, CancelToken.none()));

        try (var opened = Checkpoint.open(merged)) {
            for (String name : ExpectedTensors.of(checkpoint.config()).keySet()) {
                var expected =
                        tensors.containsKey(name)
                                ? tensors.get(name).toFloats()
                                : checkpoint.tensor(name).toFloats();
                assertArrayEquals(expected, opened.tensor(name).toFloats(), 0, name);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void exportedFactorsAreOfJointModulesAndReadAgain(Layout layout) throws Exception {
        for (var targets :
                Set.of(
                        EnumSet.allOf(LoraTarget.class),
                        EnumSet.of(LoraTarget.K_PROJ, LoraTarget.UP_PROJ, LoraTarget.O_PROJ))) {
            var adapter = drawn(targets);
            var out = folder.resolve("out" + targets.size());

            AdapterExport.of(adapter, layout, checkpoint.config().language()).write(out);

            try (var file = SafetensorsFile.open(out.resolve("adapter_model.safetensors"))) {
                assertFalse(file.tensors().keySet().toString().contains(".k_proj"));
                assertTrue(file.tensors().keySet().toString().contains(".qkv_proj"));
            }
            assertSameProducts(adapter, read(out));
        }
    }

    @Test
    void factorsOfAJointModuleKeepTheirRankOnTheWayThrough() throws Exception {
        var shape = shapeOf(QKV);
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put(QKV + ".lora_A.weight", Adapters.tensor(random, RANK, shape[1]));
        tensors.put(QKV + ".lora_B.weight", Adapters.tensor(random, shape[0], RANK));
        write(tensors);

        var adapter = read(folder);
        var out = folder.resolve("out");
        AdapterExport.of(adapter, Layout.LLAVA, checkpoint.config().language()).write(out);

        assertEquals(3, adapter.lora().size());
        try (var file = SafetensorsFile.open(out.resolve("adapter_model.safetensors"))) {
            for (var tensor : tensors.entrySet()) {
                var again = file.tensors().get("base_model.model." + tensor.getKey());
                assertArrayEquals(tensor.getValue().toFloats(), again.toFloats(), 0);
            }
        }
    }

    @Test
    void jointFactorsOfAnotherSizeAreRefused() throws Exception {
        var shape = shapeOf(QKV);
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put(QKV + ".lora_A.weight", Adapters.tensor(random, RANK, shape[1]));
        tensors.put(QKV + ".lora_B.weight", Adapters.tensor(random, shape[0] + 8, RANK));
        write(tensors);

        var problem = assertThrows(AdapterException.class, () -> read(folder));

        assertEquals(AdapterException.Reason.DOES_NOT_FIT, problem.reason());
    }

    private long[] shapeOf(String joint) throws EngineException {
        var matrix = JointMatrix.find(checkpoint.config().language(), joint).orElseThrow();
        return new long[] {matrix.rows(), checkpoint.config().language().hiddenSize()};
    }

    private void write(SequencedMap<String, Tensor> tensors) throws Exception {
        SafetensorsWriter.write(folder.resolve("adapter_model.safetensors"), tensors, Map.of());
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"r\": 2, \"lora_alpha\": 6}");
    }

    private Adapter read(Path source) throws EngineException {
        var base = new BaseModel("phi", Adapters.BASE, checkpoint.config());
        return new AdapterImport(base, "mine").read(source);
    }

    private static void assertSameProducts(Adapter one, Adapter other) {
        assertEquals(one.lora().keySet(), other.lora().keySet());
        assertEquals(RANK, other.info().lora().orElseThrow().rank());
        one.lora()
                .forEach((module, factors) ->
                        assertArrayEquals(
                                product(factors, one.info().lora().orElseThrow()),
                                product(
                                        other.lora().get(module),
                                        other.info().lora().orElseThrow()),
                                TOLERANCE,
                                module));
    }

    /// `scale · B·A`.
    private static float[] product(LoraFactors factors, LoraConfig config) {
        var product = new float[factors.outputs() * factors.inputs()];
        for (int r = 0; r < factors.outputs(); r++) {
            for (int k = 0; k < factors.rank(); k++) {
                float b =
                        (float) config.scale() * factors.b().floatAt((long) r * factors.rank() + k);
                for (int c = 0; c < factors.inputs(); c++) {
                    product[r * factors.inputs() + c] +=
                            b * factors.a().floatAt((long) k * factors.inputs() + c);
                }
            }
        }
        return product;
    }

    private static void add(float[] into, float[] values) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
    }

    private Adapter drawn(Set<LoraTarget> targets) throws EngineException {
        var lora = new LinkedHashMap<String, LoraFactors>();
        for (int i = 0; i < checkpoint.config().language().numLayers(); i++) {
            for (var target : EnumSet.copyOf(targets)) {
                var shape = checkpoint.tensor(target.moduleName(i) + ".weight").shape();
                lora.put(
                        target.moduleName(i),
                        new LoraFactors(
                                Adapters.tensor(random, RANK, shape.dim(1)),
                                Adapters.tensor(random, shape.dim(0), RANK)));
            }
        }
        var info =
                new AdapterInfo(
                        "drawn",
                        Adapters.BASE,
                        Optional.of(new LoraConfig(RANK, ALPHA, targets)),
                        Optional.empty(),
                        Provenance.imported("phi", Map.of()));
        return new Adapter(info, new LinkedHashMap<>(), lora);
    }
}
