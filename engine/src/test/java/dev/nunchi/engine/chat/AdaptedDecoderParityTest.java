package dev.nunchi.engine.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterImport;
import dev.nunchi.engine.adapter.AdapterInfo;
import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.adapter.LearntWeights;
import dev.nunchi.engine.adapter.LoraFactors;
import dev.nunchi.engine.adapter.MergedExport;
import dev.nunchi.engine.adapter.Provenance;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.checkpoint.LlavaConfig;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Decoder;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.Value;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.DecoderNames;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.LoraGroup;
import dev.nunchi.engine.model.LoraTarget;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// The adaptable decoder with the LoRA factors of the reference fixtures.
class AdaptedDecoderParityTest {
    /// As the fixtures' README suggests.
    private static final float TOLERANCE = 5e-4f;

    /// Stands for a picture where the vocabulary has no token for it.
    private static final int IMAGE_OF_THE_FIRST_LLAVA = -200;

    private static final int[] IDS = {1, 9, 17, 5, 30, 12, 8};

    private static final Threads ONE_THREAD = new Threads(1, Threads.Waiting.SPIN_IN_RUN);

    private final Resources resources = new Resources();
    private final OrtRuntime runtime = OrtRuntime.cpu();
    @TempDir private Path folder;

    @AfterEach
    void close() {
        resources.close();
    }

    @ParameterizedTest
    @CsvSource({
        "llava15, PLAIN",
        "llava15, FUSED",
        "llava_linear, FUSED",
        "llava_mistral, FUSED",
        "llava_qwen2, PLAIN",
        "llava_qwen2, FUSED",
        "llava_smollm, PLAIN",
        "llava_smollm, FUSED",
        "text_only_llama, PLAIN",
        "text_only_llama, FUSED"
    })
    void logitsWithLoraAreTheReferences(String name, Lowering lowering) throws EngineException {
        var model = new Case(name, lowering);
        var expected = model.expected("train.lora.last_logits_sample0").toFloats();
        assertArrayEquals(expected, model.lastLogits(Optional.of(model.adapter())), TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"llava15, PLAIN", "llava15, FUSED", "llava_linear, FUSED", "llava_qwen2, FUSED"})
    void adaptableDecoderWithoutAdapterIsTheBaseBitByBit(String name, Lowering lowering)
            throws EngineException {
        var model = new Case(name, lowering);
        assertArrayEquals(model.lastLogitsOfBase(), model.lastLogits(Optional.empty()), 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llava15",
                "llava_linear",
                "llava_mistral",
                "llava_qwen2",
                "llava_smollm",
                "text_only_llama"
            })
    void mergedModelIsBaseAndAdapter(String name) throws EngineException {
        var model = new Case(name, Lowering.FUSED);
        var tuned = model.lastLogits(Optional.of(model.adapter()));
        var merged = folder.resolve("merged");
        var learnt = LearntWeights.of(model.adapter(), model.checkpoint.config());
        var export =
                new MergedExport(model.checkpoint, Golden.path(name + "/model"), learnt, DType.F32);
        assertTrue(export.write(merged, Progress.NONE, CancelToken.none()));
        var opened = new Case(name, merged, Lowering.FUSED);
        opened.checkpoint.verify();
        assertArrayEquals(tuned, opened.lastLogitsOfBase(), TOLERANCE);
    }

    @Test
    void mergedGgufIsBaseAndAdapter() throws Exception {
        var source = folder.resolve("gguf");
        Storage.createFolder(source);
        for (String file : List.of("model.gguf", "mmproj.gguf")) {
            Files.copy(Golden.path("gguf_llava15/" + file), source.resolve(file));
        }
        var model = new Case("gguf_llava15", source, Lowering.FUSED);
        var adapter = drawnFor(model.checkpoint.config());
        var tuned = model.lastLogits(Optional.of(adapter), IDS);
        assertFalse(Arrays.equals(tuned, model.lastLogitsOfBase(IDS)));
        var merged = folder.resolve("merged");
        var learnt = LearntWeights.of(adapter, model.checkpoint.config());
        var export = new MergedExport(model.checkpoint, source, learnt, DType.F32);

        assertTrue(export.write(merged, Progress.NONE, CancelToken.none()));

        var opened = new Case("gguf_llava15", merged, Lowering.FUSED);
        opened.checkpoint.verify();
        assertArrayEquals(tuned, opened.lastLogitsOfBase(IDS), TOLERANCE);
        for (var learntOne : adapter.projector().entrySet()) {
            var found = opened.checkpoint.tensor(learntOne.getKey());
            assertArrayEquals(learntOne.getValue().toFloats(), found.toFloats(), 0);
        }
    }

    /// A projector, and factors for queries, keys and one matrix more.
    private static Adapter drawnFor(LlavaConfig config) {
        var random = new SplittableRandom(5);
        var projector = new LinkedHashMap<String, Tensor>();
        var lora = new LinkedHashMap<String, LoraFactors>();
        var targets = EnumSet.of(LoraTarget.Q_PROJ, LoraTarget.K_PROJ, LoraTarget.DOWN_PROJ);
        ExpectedTensors.of(config)
                .forEach((name, shape) -> {
                    String module = name.replace(".weight", "");
                    if (name.startsWith("multi_modal_projector.")) {
                        projector.put(name, drawn(random, shape));
                    } else if (targets.stream().anyMatch(it -> name.contains(it.label()))
                            && name.endsWith(".weight")) {
                        var a = drawn(random, Shape.of(2, shape.dim(1)));
                        var b = drawn(random, Shape.of(shape.dim(0), 2));
                        lora.put(module, new LoraFactors(a, b));
                    }
                });
        lora.keySet().removeIf(module -> !module.startsWith("model.layers."));
        var info =
                new AdapterInfo(
                        "drawn",
                        "0",
                        Optional.of(new LoraConfig(2, 4, targets)),
                        Optional.empty(),
                        Provenance.imported("gguf_llava15", Map.of()));
        return new Adapter(info, projector, lora);
    }

    private static Tensor drawn(SplittableRandom random, Shape shape) {
        var values = new float[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian(0, 0.1);
        }
        return Tensor.ofFloats(shape, values);
    }

    @ParameterizedTest
    @CsvSource({"llava_linear, FUSED, 15", "llava_qwen2, FUSED, 15", "llava15, PLAIN, 21"})
    void updatesAddThreeNodesToAGroup(String name, Lowering lowering, int nodes)
            throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path(name + "/model"))) {
            var options = BuildOptions.reference(lowering);
            int base = LanguageModel.build(checkpoint, options).nodes().size();
            int adaptable = LanguageModel.buildAdaptable(checkpoint, options).nodes().size();
            int layers = checkpoint.config().language().numLayers();
            assertEquals(nodes * layers, adaptable - base);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "llava15/model, FUSED",
        "llava15/model, PLAIN",
        "llava_qwen2/model, FUSED",
        "llava_mistral/model, FUSED",
        "gguf_llava15/model.gguf, FUSED",
        "gguf_llava15/model.gguf, PLAIN"
    })
    void groupsAreTheGraphsInputs(String name, Lowering lowering) throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path(name))) {
            var options = BuildOptions.reference(lowering);
            var inputs =
                    LanguageModel.buildAdaptable(checkpoint, options).inputs().stream()
                            .map(Value::name)
                            .filter(input -> input.contains(".lora_"))
                            .sorted()
                            .toList();
            var groups =
                    LoraGroup.of(checkpoint, lowering).stream()
                            .flatMap(group ->
                                    Stream.of(
                                            DecoderNames.loraA(group.name()),
                                            DecoderNames.loraB(group.name())))
                            .sorted()
                            .toList();
            assertEquals(groups, inputs);
        }
    }

    @Test
    void twoAdaptersShareOneSession() throws EngineException {
        var model = new Case("llava15", Lowering.FUSED);
        var expected = model.lastLogits(Optional.of(model.adapter()));
        var base = model.lastLogits(Optional.empty());
        assertArrayEquals(expected, model.lastLogits(Optional.of(model.adapter())), 0);
        assertArrayEquals(base, model.lastLogits(Optional.empty()), 0);
    }

    /// A fixture's model in float32.
    private final class Case {
        private final String name;
        private final Lowering lowering;
        private final Checkpoint checkpoint;
        private final SafetensorsFile file;
        private final Session adaptable;

        Case(String name, Lowering lowering) throws EngineException {
            this(name, Golden.path(name + "/model"), lowering);
        }

        /// @param model where its checkpoint is
        Case(String name, Path model, Lowering lowering) throws EngineException {
            this.name = name;
            this.lowering = lowering;
            checkpoint = resources.add(Checkpoint.open(model), Checkpoint::close);
            file =
                    resources.add(
                            SafetensorsFile.open(
                                    Golden.path(name + "/expected/expected.safetensors")),
                            SafetensorsFile::close);
            var options = BuildOptions.reference(lowering);
            adaptable = session(LanguageModel.buildAdaptable(checkpoint, options));
        }

        private Session session(Graph graph) throws EngineException {
            var place = folder.resolve(graph.name());
            Storage.createFolder(place);
            OnnxWriter.write(graph, place);
            var session = runtime.open(place.resolve(OnnxWriter.MODEL), ONE_THREAD);
            return resources.add(session, Session::close);
        }

        Adapter adapter() throws EngineException {
            var base = new BaseModel(name, "0", checkpoint.config());
            return new AdapterImport(base, "lora").read(Golden.path(name + "/adapter"));
        }

        StoredTensor expected(String tensor) {
            return Optional.ofNullable(file.tensors().get(tensor)).orElseThrow();
        }

        float[] lastLogits(Optional<Adapter> adapter) throws EngineException {
            return lastLogits(adapter, ids());
        }

        float[] lastLogits(Optional<Adapter> adapter, int... ids) throws EngineException {
            var weights = new AdapterWeights(runtime, checkpoint, lowering);
            try (var session = weights.decoder(adaptable, adapter)) {
                return lastLogits(session, ids);
            }
        }

        float[] lastLogitsOfBase() throws EngineException {
            return lastLogitsOfBase(ids());
        }

        float[] lastLogitsOfBase(int... ids) throws EngineException {
            return lastLogits(
                    session(LanguageModel.build(checkpoint, BuildOptions.reference(lowering))),
                    ids);
        }

        private int[] ids() {
            return Arrays.stream(expected("train.single.input_ids").view().toLongs())
                    .mapToInt(Math::toIntExact)
                    .toArray();
        }

        private float[] lastLogits(Session session, int... ids) throws EngineException {
            var language = checkpoint.config().language();
            try (var decoder = new Decoder(runtime, session, language, lowering)) {
                return decoder.read(rows(ids), ids.length - 1);
            }
        }

        /// Embeddings, and the first picture's features in their places.
        private float[] rows(int[] ids) throws EngineException {
            int width = checkpoint.config().language().hiddenSize();
            var rows = new float[ids.length * width];
            int image = checkpoint.config().imageTokenId().orElse(IMAGE_OF_THE_FIRST_LLAVA);
            int[] words = Arrays.stream(ids).map(id -> id == image ? 0 : id).toArray();
            new TokenEmbedding(checkpoint).lookup(words, rows);
            var features =
                    checkpoint.config().vision().isPresent()
                            ? expected("image.0.image_features").toFloats()
                            : new float[0];
            int at = 0;
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] == image) {
                    System.arraycopy(features, at, rows, i * width, width);
                    at += width;
                }
            }
            return rows;
        }
    }
}
