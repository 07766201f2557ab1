package dev.nunchi.engine.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.AdapterExport.Layout;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.AdapterException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;

class AdapterImportTest {
    /// 8 bits of mantissa for values of about 0.3; float32 is far within.
    private static final float BF16_TOLERANCE = 2e-3f;

    private static final String Q = "model.layers.0.self_attn.q_proj";

    @TempDir private Path folder;
    private BaseModel base;
    private final Random random = new Random(3);

    @BeforeEach
    void openBase() throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("llava15/model"))) {
            base = new BaseModel("llava15", Adapters.BASE, checkpoint.config());
        }
    }

    @Test
    void peftFolderBecomesAnAdapterOfTheNamedBase() throws EngineException {
        var adapter = read(Golden.path("llava15/adapter"));
        assertEquals(Adapters.BASE, adapter.info().baseHash());
        assertEquals(4, adapter.info().lora().orElseThrow().rank());
        assertEquals(2, adapter.info().lora().orElseThrow().scale());
        assertEquals(14, adapter.lora().size());
        assertTrue(adapter.projector().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base_model.model.model.layers.0.self_attn.q_proj",
                "base_model.model.model.language_model.layers.0.self_attn.q_proj",
                "base_model.model.language_model.model.layers.0.self_attn.q_proj",
                "module.base_model.model.model.layers.0.self_attn.q_proj",
                "model.layers.0.self_attn.q_proj"
            })
    void wrappersOfALayersNameAreKnown(String name) throws EngineException {
        writeLora(name, 2, "\"r\": 2, \"lora_alpha\": 4");
        assertTrue(read(folder).lora().containsKey(Q));
    }

    @Test
    void rankStabilisedScaleIsAlphaOverTheRoot() throws EngineException {
        writeLora(Q, 4, "\"r\": 4, \"lora_alpha\": 6, \"use_rslora\": true");
        assertEquals(3, read(folder).info().lora().orElseThrow().scale(), 1e-12);
    }

    @Test
    void alphaOfAPatternCounts() throws EngineException {
        writeLora(Q, 4, "\"r\": 4, \"lora_alpha\": 8, \"alpha_pattern\": {\"q_proj\": 16}");
        assertEquals(4, read(folder).info().lora().orElseThrow().scale(), 1e-12);
    }

    @Test
    void factorsOfOtherRanksAndScalesGiveTheSameProducts() {
        var one = new UniformLora.Module(Q, factors(2, 6, 4), 2);
        var other = new UniformLora.Module(Q.replace("q_", "v_"), factors(3, 5, 4), 0.5);
        var uniform = UniformLora.of(List.of(one, other));
        for (var module : List.of(one, other)) {
            var made = uniform.factors().get(module.layer());
            assertArrayEquals(
                    product(module.factors(), module.scale()),
                    product(made, uniform.config().scale()),
                    1e-6f);
        }
    }

    @Test
    void methodsOtherThanLoraAreRefused() throws EngineException {
        writeLora(Q, 2, "\"r\": 2, \"lora_alpha\": 4, \"use_dora\": true");
        assertEquals(Reason.UNSUPPORTED, problem().reason());
    }

    @Test
    void tensorWithoutAPlaceIsRefusedByName() throws EngineException {
        String name = "base_model.model.vision_tower.encoder.layers.0.mlp.fc1";
        writeLora(name, 2, "\"r\": 2, \"lora_alpha\": 4");
        var problem = problem();
        assertEquals(Reason.UNSUPPORTED, problem.reason());
        assertTrue(problem.getMessage().contains("mlp.fc1"), problem.getMessage());
    }

    @Test
    void factorsOfAnotherModelsShapeAreRefused() throws EngineException {
        writeLora("model.layers.7.self_attn.q_proj", 2, "\"r\": 2, \"lora_alpha\": 4");
        assertEquals(Reason.DOES_NOT_FIT, problem().reason());
    }

    @Test
    void folderOfSomethingElseIsRefused() {
        assertEquals(Reason.DAMAGED, problem().reason());
    }

    @ParameterizedTest
    @EnumSource
    void exportedLoraIsReadAgain(Layout layout) throws EngineException {
        var adapter = read(Golden.path("llava15/adapter"));
        new AdapterExport(adapter, layout).write(folder.resolve("out"));
        assertSame(adapter, read(folder.resolve("out")));
    }

    @ParameterizedTest
    @EnumSource
    void exportedProjectorIsReadAgain(Layout layout) throws EngineException {
        var lora = read(Golden.path("llava15/adapter"));
        var both = new Adapter(lora.info(), projector(), lora.lora());
        new AdapterExport(both, layout).write(folder.resolve("both"));
        assertSame(both, read(folder.resolve("both")));
    }

    @ParameterizedTest
    @EnumSource
    void exportedProjectorAloneIsReadAgain(Layout layout) throws EngineException {
        var lora = read(Golden.path("llava15/adapter")).info();
        var info =
                new AdapterInfo(
                        lora.name(),
                        lora.baseHash(),
                        Optional.empty(),
                        Optional.empty(),
                        lora.provenance());
        var alone = new Adapter(info, projector(), new LinkedHashMap<>());
        new AdapterExport(alone, layout).write(folder.resolve("alone"));
        assertSame(alone, read(folder.resolve("alone")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage1", "stage1/mm_projector.bin", "stage1/mm_projector_bf16.bin"})
    void projectorOfTheFirstStageIsRead(String source) throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("llava_linear/model"))) {
            var linear = new BaseModel("linear", Adapters.BASE, checkpoint.config());
            var adapter =
                    new AdapterImport(linear, "mine").read(Golden.path("llava_linear/" + source));
            String weight = "multi_modal_projector.linear_1.weight";
            assertArrayEquals(
                    checkpoint.tensor(weight).toFloats(),
                    adapter.projector().get(weight).toFloats(),
                    BF16_TOLERANCE);
        }
    }

    @Test
    void exportDoesNotTouchAFullFolder() throws EngineException, IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");
        var export = new AdapterExport(read(Golden.path("llava15/adapter")), Layout.LLAVA);
        assertThrows(StorageException.class, () -> export.write(folder));
        assertFalse(Files.exists(folder.resolve("adapter_config.json")));
    }

    private Adapter read(Path source) throws EngineException {
        return new AdapterImport(base, "mine").read(source);
    }

    private AdapterException problem() {
        return assertThrows(AdapterException.class, () -> read(folder));
    }

    private void writeLora(String module, int rank, String settings) throws EngineException {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put(module + ".lora_A.weight", Adapters.tensor(random, rank, 64));
        tensors.put(module + ".lora_B.weight", Adapters.tensor(random, 64, rank));
        var file = folder.resolve("adapter_model.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of());
        try {
            Files.writeString(
                    folder.resolve("adapter_config.json"),
                    "{\"peft_type\": \"LORA\", " + settings + "}");
            Storage.flush(file);
        } catch (IOException e) {
            throw StorageException.of(folder, "writing", e);
        }
    }

    private SequencedMap<String, Tensor> projector() {
        var projector = new LinkedHashMap<String, Tensor>();
        ExpectedTensors.of(base.config())
                .forEach((name, shape) -> {
                    if (name.startsWith(AdapterNames.PROJECTOR)) {
                        projector.put(name, Adapters.tensor(random, shape.toArray()));
                    }
                });
        return projector;
    }

    private LoraFactors factors(int rank, int outputs, int inputs) {
        return new LoraFactors(
                Adapters.tensor(random, rank, inputs), Adapters.tensor(random, outputs, rank));
    }

    /// `scale · B·A`.
    private static float[] product(LoraFactors factors, double scale) {
        var product = new float[factors.outputs() * factors.inputs()];
        for (int r = 0; r < factors.outputs(); r++) {
            for (int c = 0; c < factors.inputs(); c++) {
                double sum = 0;
                for (int k = 0; k < factors.rank(); k++) {
                    sum +=
                            factors.b().floatAt((long) r * factors.rank() + k)
                                    * factors.a().floatAt((long) k * factors.inputs() + c);
                }
                product[r * factors.inputs() + c] = (float) (scale * sum);
            }
        }
        return product;
    }

    private static void assertSame(Adapter expected, Adapter found) {
        assertEquals(expected.info().lora(), found.info().lora());
        assertEquals(expected.tensors().keySet(), found.tensors().keySet());
        for (var tensor : expected.tensors().entrySet()) {
            assertArrayEquals(
                    tensor.getValue().toFloats(),
                    found.tensors().get(tensor.getKey()).toFloats(),
                    tensor.getKey());
        }
    }
}
