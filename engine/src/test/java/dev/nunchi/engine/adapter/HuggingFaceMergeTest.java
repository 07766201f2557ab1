package dev.nunchi.engine.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.LoraTarget;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.text.Tokenizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Models in GGUF files, merged into folders of Hugging Face's layout.
class HuggingFaceMergeTest {
    private static final int RANK = 2;

    /// Of a few float32 additions.
    private static final float TOLERANCE = 1e-6f;

    private static final String TEXT = "The quick brown fox: 3 < 5, 무엇인가요?";

    @TempDir private Path temp;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "golden/gguf_llava15",
                "golden/gguf_qwen2_text",
                "gguf/gemma",
                "gguf/llava_next_odd",
                "gguf/llava_siglip_odd",
                "gguf/stablelm"
            })
    void mergedFolderIsTheModelWithTheAdapter(String name) throws Exception {
        var merged = temp.resolve("merged");
        try (var base = Checkpoint.open(source(name))) {
            var adapter = drawn(base);
            var learnt = LearntWeights.of(adapter, base.config());
            var export = new MergedExport(base, temp, learnt, DType.F32);
            var tokenizer = Tokenizer.json(base.tokenizer());

            assertTrue(export.writeHuggingFace(merged, tokenizer, CancelToken.none()));

            try (var opened = Checkpoint.open(merged)) {
                opened.verify();
                assertEquals(base.config().vision(), opened.config().vision());
                assertEquals(base.config().tiling(), opened.config().tiling());
                assertEquals(base.config().language().rope(), opened.config().language().rope());
                assertEquals(base.generation().eosTokenIds(), opened.generation().eosTokenIds());
                assertSameTensors(base, adapter, opened);
                assertSameIds(base, opened);
            }
        }
    }

    @Test
    void modelThatTransformersDoesNotHaveIsRefused() throws Exception {
        var folder = Golden.repository().resolve("assets/models/nunchi-default");
        try (var base = Checkpoint.open(folder)) {
            var learnt = LearntWeights.of(new LinkedHashMap<>());
            var export = new MergedExport(base, folder, learnt, DType.F32);
            var tokenizer = Tokenizer.json(base.tokenizer());
            var merged = temp.resolve("merged");

            assertThrows(
                    UnsupportedModelException.class,
                    () -> export.writeHuggingFace(merged, tokenizer, CancelToken.none()));
        }
    }

    private Path source(String name) throws IOException, EngineException {
        var folder = temp.resolve("source");
        Storage.createFolder(folder);
        var from = Golden.repository().resolve("src/conformance").resolve(name);
        for (String file : new String[] {"model.gguf", "mmproj.gguf"}) {
            if (Files.exists(from.resolve(file))) {
                Files.copy(from.resolve(file), folder.resolve(file));
            }
        }
        return folder;
    }

    private static void assertSameTensors(Checkpoint base, Adapter adapter, Checkpoint opened)
            throws EngineException {
        boolean gemma = base.config().language().family().equals("Gemma");
        for (String name : ExpectedTensors.of(base.config()).keySet()) {
            var expected = base.tensor(name).toFloats();
            var factors = adapter.lora().get(name.replace(".weight", ""));
            if (factors != null) {
                add(factors, adapter.info().lora().orElseThrow(), expected);
            }
            if (gemma && name.contains("norm")) {
                for (int i = 0; i < expected.length; i++) {
                    expected[i] -= 1;
                }
            }
            var found = opened.tensor(name).toFloats();
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], found[i], TOLERANCE, name);
            }
        }
    }

    private static void assertSameIds(Checkpoint base, Checkpoint opened) throws EngineException {
        try (var before = Tokenizer.open(base.tokenizer());
                var after = Tokenizer.open(opened.tokenizer())) {
            assertArrayEquals(before.encodePlain(TEXT), after.encodePlain(TEXT));
            assertEquals(before.beginToken(), after.beginToken());
        }
    }

    private static void add(LoraFactors factors, LoraConfig config, float[] into) {
        for (int r = 0; r < factors.outputs(); r++) {
            for (int k = 0; k < RANK; k++) {
                float b = (float) config.scale() * factors.b().floatAt((long) r * RANK + k);
                for (int c = 0; c < factors.inputs(); c++) {
                    float a = factors.a().floatAt((long) k * factors.inputs() + c);
                    into[r * factors.inputs() + c] += b * a;
                }
            }
        }
    }

    /// Factors of all queries.
    private static Adapter drawn(Checkpoint base) throws EngineException {
        var random = new Random(4);
        var lora = new LinkedHashMap<String, LoraFactors>();
        for (int i = 0; i < base.config().language().numLayers(); i++) {
            String module = LoraTarget.Q_PROJ.moduleName(i);
            var shape = base.tensor(module + ".weight").shape();
            lora.put(
                    module,
                    new LoraFactors(
                            Adapters.tensor(random, RANK, shape.dim(1)),
                            Adapters.tensor(random, shape.dim(0), RANK)));
        }
        var info =
                new AdapterInfo(
                        "drawn",
                        Adapters.BASE,
                        Optional.of(new LoraConfig(RANK, 1, Set.of(LoraTarget.Q_PROJ))),
                        Optional.empty(),
                        Provenance.imported("gguf", Map.of()));
        return new Adapter(info, new LinkedHashMap<>(), lora);
    }
}
