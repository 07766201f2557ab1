package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.DecoderForm.NormKind;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Families of language models in GGUF files, and how files find each other.
class GgufModelTest {
    @TempDir private Path folder;

    @Test
    void languageModelTakesTheVisionFileBeside() throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("gguf_llava15/model.gguf"))) {
            checkpoint.verify();
            var config = checkpoint.config();
            assertEquals(
                    Optional.of(new ClipConfig(56, 14, 48, 96, 3, 4, 1e-5f, Activation.QUICK_GELU)),
                    config.vision());
            assertEquals(OptionalInt.of(2000), config.imageTokenId());
            assertEquals(2, config.visionLayersToRun());
            assertEquals(
                    List.of("model.gguf", "mmproj.gguf"),
                    checkpoint.files().stream().map(f -> f.getFileName().toString()).toList());
        }
    }

    @Test
    void folderOfGgufFilesIsAModel() throws EngineException, IOException {
        copy("gguf_llava15/model.gguf");
        copy("gguf_llava15/mmproj-legacy.gguf");
        try (var checkpoint = Checkpoint.open(folder)) {
            checkpoint.verify();
            assertTrue(checkpoint.config().vision().isPresent());
        }
    }

    @Test
    void visionFileOfAnotherModelIsLeftAlone() throws EngineException, IOException {
        copy("gguf_llava15/mmproj.gguf");
        var path = llama().write(folder.resolve("model.gguf"));
        try (var checkpoint = Checkpoint.open(path)) {
            assertTrue(checkpoint.config().vision().isEmpty());
        }
    }

    @Test
    void visionFileByItselfIsRefused() {
        var path = Golden.path("gguf_llava15/mmproj.gguf");
        assertThrows(UnsupportedModelException.class, () -> Checkpoint.open(path).close());
    }

    @Test
    void folderOfTwoLanguageModelsIsRefused() throws IOException {
        copy("gguf_llava15/model.gguf");
        copy("gguf_llava15/model.gguf", "other.gguf");
        var e = assertThrows(CheckpointException.class, () -> Checkpoint.open(folder).close());
        assertTrue(e.getMessage().contains("holds 2 GGUF files"), e::getMessage);
    }

    @Test
    void seeingLlamaWithoutTemplateTalksAsVicuna() throws EngineException {
        try (var checkpoint = Checkpoint.open(Golden.path("gguf_llava15/model.gguf"))) {
            var template = DefaultTemplates.of(checkpoint.config()).orElseThrow();
            assertTrue(template.contains("'USER: '"), template);
        }
    }

    @Test
    void frequencyDivisorsOfLlama3AreRead() throws EngineException {
        var gguf = llama().tensor("rope_freqs.weight", GgufBytes.F32, GgufBytes.floats(1, 2), 2);
        assertEquals(new Rope.LongRope(List.of(1.0, 2.0), 1, 16), read(gguf).rope().scaling());
    }

    @Test
    void linearRopeScalingIsRead() throws EngineException {
        var gguf =
                llama().text("llama.rope.scaling.type", "linear")
                        .f32("llama.rope.scaling.factor", 4);
        assertEquals(new Rope.Linear(4), read(gguf).rope().scaling());
    }

    @Test
    void scalingOfTheFirstFilesIsLinear() throws EngineException {
        var older = llama().f32("llama.rope.scale_linear", 4);
        var untyped = llama().f32("llama.rope.scaling.factor", 4);

        assertEquals(new Rope.Linear(4), read(older).rope().scaling());
        assertEquals(new Rope.Linear(4), read(untyped).rope().scaling());
    }

    @Test
    void slidingWindowMakesALlamaFileMistrals() throws EngineException {
        var config = read(llama().u32("llama.attention.sliding_window", 8));
        assertEquals("Mistral", config.family());
        assertTrue(config.form().window().isPresent());
    }

    @Test
    void normsOfGemmaAreCountedFromZero() throws EngineException {
        var config = read(model("gemma"));
        assertEquals(NormKind.RMS, config.form().norm().kind());
        assertEquals(Math.sqrt(8), config.form().embeddingScale());
    }

    @Test
    void matricesOfPhi3ComeApart() throws EngineException {
        var path = phi3().write(folder.resolve("model.gguf"));
        try (var checkpoint = Checkpoint.open(path)) {
            checkpoint.verify();
            assertEquals("Phi-3", checkpoint.config().language().family());
            var key = checkpoint.tensor("model.layers.0.self_attn.k_proj.weight");
            assertEquals(64, key.toFloats()[0]);
            var up = checkpoint.tensor("model.layers.0.mlp.up_proj.weight");
            assertEquals(16, up.toFloats()[0]);
            assertEquals(Shape.of(2, 8), up.shape());
        }
    }

    @Test
    void quarterOfAStableLmHeadTurns() throws EngineException {
        var config =
                read(
                        model("stablelm")
                                .u32("stablelm.rope.dimension_count", 2)
                                .f32("stablelm.attention.layer_norm_epsilon", 1e-5f));
        assertEquals(2, config.rope().dims());
        assertEquals(NormKind.LAYER, config.form().norm().kind());
    }

    @Test
    void otherProjectorsAreRefusedByName() throws IOException {
        llama().write(folder.resolve("model.gguf"));
        var path =
                new GgufBytes()
                        .text("general.architecture", "clip")
                        .text("clip.projector_type", "ldp")
                        .write(folder.resolve("mmproj.gguf"));
        var e =
                assertThrows(
                        UnsupportedModelException.class,
                        () -> Checkpoint.open(path.resolveSibling("model.gguf")).close());
        assertEquals("projector 'ldp'", e.what());
    }

    @Test
    void modelSplitOverFilesIsRefused() {
        var gguf = llama().entry("split.count", 2, new byte[] {3, 0});
        assertThrows(UnsupportedModelException.class, () -> read(gguf));
    }

    @Test
    void endsOfTurnsAndMessagesEndAnswers() throws EngineException {
        var gguf =
                llama().u32("tokenizer.ggml.eot_token_id", 2).u32("tokenizer.ggml.eom_token_id", 0);
        try (var checkpoint = Checkpoint.open(gguf.write(folder.resolve("model.gguf")))) {
            assertEquals(List.of(1, 2, 0), checkpoint.generation().eosTokenIds());
        }
    }

    private LanguageConfig read(GgufBytes gguf) throws EngineException {
        try (var checkpoint = Checkpoint.open(gguf.write(folder.resolve("model.gguf")))) {
            return checkpoint.config().language();
        }
    }

    private static GgufBytes llama() {
        return model("llama")
                .tensor("blk.0.ffn_gate.weight", GgufBytes.F32, GgufBytes.floats(0, 16), 8, 2);
    }

    /// One layer's configuration: two heads of four, vocabulary of three.
    private static GgufBytes model(String architecture) {
        return new GgufBytes()
                .text("general.architecture", architecture)
                .u32(architecture + ".block_count", 1)
                .u32(architecture + ".context_length", 16)
                .u32(architecture + ".embedding_length", 8)
                .u32(architecture + ".feed_forward_length", 2)
                .u32(architecture + ".attention.head_count", 2)
                .u32(architecture + ".attention.key_length", 4)
                .f32(architecture + ".attention.layer_norm_rms_epsilon", 1e-5f)
                .texts("tokenizer.ggml.tokens", List.of("<s>", "</s>", "a"))
                .u32("tokenizer.ggml.eos_token_id", 1)
                .tensor("token_embd.weight", GgufBytes.F32, GgufBytes.floats(0, 24), 8, 3);
    }

    private static GgufBytes phi3() {
        return model("phi3")
                .tensor("output_norm.weight", GgufBytes.F32, GgufBytes.floats(0, 8), 8)
                .tensor("blk.0.attn_norm.weight", GgufBytes.F32, GgufBytes.floats(0, 8), 8)
                .tensor("blk.0.ffn_norm.weight", GgufBytes.F32, GgufBytes.floats(0, 8), 8)
                .tensor("blk.0.attn_qkv.weight", GgufBytes.F32, GgufBytes.floats(0, 192), 8, 24)
                .tensor("blk.0.attn_output.weight", GgufBytes.F32, GgufBytes.floats(0, 64), 8, 8)
                .tensor("blk.0.ffn_up.weight", GgufBytes.F32, GgufBytes.floats(0, 32), 8, 4)
                .tensor("blk.0.ffn_down.weight", GgufBytes.F32, GgufBytes.floats(0, 16), 2, 8);
    }

    private void copy(String golden) throws IOException {
        copy(golden, Path.of(golden).getFileName().toString());
    }

    private void copy(String golden, String name) throws IOException {
        Files.copy(Golden.path(golden), folder.resolve(name));
    }
}
