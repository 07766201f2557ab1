package dev.nunchi.engine.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.text.Tokenizer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class DamageMeterTest {
    private static final Path FIXTURE = Golden.path("text_only_llama/model");
    private static final BuildOptions FLOAT = BuildOptions.reference(Lowering.FUSED);

    /// Float32 noise between two builds of one model.
    private static final double NOISE = 1e-9;

    /// Measured: 0.0070, with blocks 0.0044. Without turning the operands: 0.053.
    private static final double BYTES_DIVERGENCE = 0.009;

    @TempDir Path folder;

    @Test
    void modelComparedWithItselfHasNoDamage() throws EngineException {
        try (var one = Checkpoint.open(FIXTURE);
                var other = Checkpoint.open(FIXTURE)) {
            var damage = measure(one, other);
            assertEquals(0, damage.divergence(), NOISE);
            assertEquals(1, damage.agreement());
            assertEquals(damage.perplexity(), damage.packedPerplexity(), NOISE);
            assertTrue(damage.positions() > 400, damage::toString);
        }
    }

    @Test
    void packingShowsInEveryFigure() throws EngineException {
        var packed = library().importFrom(packing(FIXTURE, Quantisation.int4(Rounding.NEAREST)));
        try (var original = Checkpoint.open(FIXTURE);
                var copy = packed.open()) {
            var damage = measure(original, copy);
            assertTrue(damage.divergence() > 0, damage::toString);
            assertTrue(damage.agreement() < 1, damage::toString);
            assertTrue(damage.packedPerplexity() != damage.perplexity(), damage::toString);
        }
    }

    /// The default model's weights as floats, packed in every way. Three minutes.
    @Test
    @Tag("slow")
    void searchHalvesTheDivergenceOfRoundingToNearest() throws EngineException, IOException {
        var bundled = Golden.repository().resolve("assets/models/nunchi-default");
        var floats = Files.createDirectory(folder.resolve("floats"));
        try (var original = Checkpoint.open(bundled)) {
            writeFloats(original, floats);
            var measured = new InputMeter(OrtRuntime.cpu());
            var equalBlocks = new Quantisation(TensorFormat.Q4_0, Rounding.SEARCH);
            double nearest =
                    divergence(original, packing(floats, Quantisation.int4(Rounding.NEAREST)));
            double blind = divergence(original, packing(floats, equalBlocks));
            double searched =
                    divergence(original, packing(floats, equalBlocks).withInputs(measured));
            double withMinima =
                    divergence(
                            original,
                            packing(floats, Quantisation.int4(Rounding.SEARCH))
                                    .withInputs(measured));
            var figures =
                    "KL of Q4_0 to nearest %.5f, searched blindly %.5f, searched by inputs %.5f; Q4_1 %.5f"
                            .formatted(nearest, blind, searched, withMinima);
            assertTrue(searched <= nearest / 2, figures);
            assertTrue(withMinima <= nearest / 2, figures);
            assertTrue(blind < nearest, figures);
        }
    }

    /// Prompts are read in products of bytes, answers written in products of blocks: half a minute.
    @Test
    @Tag("slow")
    void readingInBytesLosesAboutAsMuchAsWritingInBlocks() throws EngineException {
        try (var model =
                Checkpoint.open(Golden.repository().resolve("assets/models/nunchi-default"))) {
            var meter = new DamageMeter(OrtRuntime.cpu(), folder);
            var blocks = meter.measure(model, model, BuildOptions.answering());
            var bytes = meter.measure(model, model, BuildOptions.answering().perToken());
            var figures = "blocks: %s%nbytes: %s".formatted(blocks, bytes);
            assertTrue(bytes.divergence() <= BYTES_DIVERGENCE, figures);
            assertTrue(bytes.agreement() >= blocks.agreement() - 0.02, figures);
            assertEquals(blocks.packedPerplexity(), bytes.packedPerplexity(), 0.1, figures);
        }
    }

    private double divergence(Checkpoint original, ImportRequest request) throws EngineException {
        var model = library().importFrom(request);
        try (var packed = model.open()) {
            return measure(original, packed).divergence();
        }
    }

    private Damage measure(Checkpoint original, Checkpoint packed) throws EngineException {
        return new DamageMeter(OrtRuntime.cpu(), folder).measure(original, packed, FLOAT);
    }

    private static ImportRequest packing(Path source, Quantisation quantisation) {
        return new ImportRequest(source, Optional.of(quantisation));
    }

    private interface Importer {
        InstalledModel importFrom(ImportRequest request) throws EngineException;
    }

    private Importer library() {
        var library = new ModelLibrary(folder.resolve("models"), List.of());
        return request ->
                library.importFrom(request, Progress.NONE, CancelToken.none()).orElseThrow();
    }

    /// A text-only folder with the weights decoded.
    private static void writeFloats(Checkpoint model, Path into)
            throws EngineException, IOException {
        Files.copy(FIXTURE.resolve("tokenizer_config.json"), into.resolve("tokenizer_config.json"));
        Files.writeString(into.resolve("tokenizer.json"), Tokenizer.json(model.tokenizer()));
        var c = model.config().language();
        Files.writeString(
                into.resolve("config.json"),
                """
                {"model_type": "llama", "hidden_size": %d, "intermediate_size": %d,
                 "num_hidden_layers": %d, "num_attention_heads": %d, "num_key_value_heads": %d,
                 "vocab_size": %d, "max_position_embeddings": %d, "rms_norm_eps": 1e-5,
                 "rope_theta": 100000, "tie_word_embeddings": true}
                """
                        .formatted(
                                c.hiddenSize(),
                                c.intermediateSize(),
                                c.numLayers(),
                                c.numHeads(),
                                c.numKvHeads(),
                                c.vocabSize(),
                                c.contextLength()));
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var tensor : model.tensors().values()) {
            if (tensor.name().startsWith("model.")) {
                tensors.put(tensor.name(), Tensor.ofFloats(tensor.shape(), tensor.toFloats()));
            }
        }
        SafetensorsWriter.write(into.resolve("model.safetensors"), tensors, Map.of());
    }
}
