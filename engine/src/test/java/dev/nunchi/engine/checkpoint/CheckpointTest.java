package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

class CheckpointTest {
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir private Path folder;

    @Test
    void llavaWithClipIsUnderstood() throws EngineException {
        try (var checkpoint = Checkpoint.open(golden("llava15"))) {
            var language =
                    new LanguageConfig(
                            "Llama",
                            64,
                            256,
                            2,
                            8,
                            2,
                            8,
                            2048,
                            2048,
                            new Rope(10_000, 8, new Rope.None()),
                            DecoderForm.llama(1e-5),
                            false);
            var vision = new ClipConfig(56, 14, 48, 96, 3, 4, 1e-5, Activation.QUICK_GELU);
            var projector =
                    new ProjectorConfig(
                            new ProjectorKind.Mlp(2, Activation.GELU), false, 48, 64, 64);
            assertEquals(
                    new LlavaConfig(
                            language,
                            Optional.of(vision),
                            Optional.of(projector),
                            OptionalInt.of(2000),
                            -2,
                            SelectFeature.PATCH),
                    checkpoint.config());
            assertEquals(16, checkpoint.config().imageTokens());
            assertEquals(2, checkpoint.config().visionLayersToRun());
        }
    }

    @Test
    void llavaWithDinov2IsUnderstood() throws EngineException {
        try (var checkpoint = Checkpoint.open(golden("llava_smollm"))) {
            var config = checkpoint.config();
            assertEquals(
                    Optional.of(
                            new Dinov2Config(
                                    70, 70, 14, 48, 96, 2, 3, 1e-6, Activation.GELU, true)),
                    config.vision());
            assertEquals(100_000, config.language().rope().theta());
            assertTrue(config.language().tiedHead());
            assertEquals(25, config.imageTokens());
            assertEquals(2, config.visionLayersToRun());
        }
    }

    @Test
    void languageModelAloneIsUnderstood() throws EngineException {
        try (var checkpoint = Checkpoint.open(golden("text_only_llama"))) {
            var config = checkpoint.config();
            assertEquals(Optional.empty(), config.vision());
            assertEquals(
                    new Rope(500_000, 8, new Rope.Llama3(8, 1, 4, 64)), config.language().rope());
            assertEquals(0, config.imageTokens());
            assertEquals(Optional.empty(), checkpoint.pictures());
        }
    }

    @Test
    void goldenFoldersAreComplete() throws EngineException {
        for (String name : List.of("llava15", "llava_smollm", "text_only_llama")) {
            try (var checkpoint = Checkpoint.open(golden(name))) {
                checkpoint.verify();
            }
        }
    }

    @Test
    void tensorsHaveCanonicalNames() throws EngineException {
        var stored = golden("llava15").resolve("model.safetensors");
        try (var checkpoint = Checkpoint.open(golden("llava15"));
                var file = SafetensorsFile.open(stored)) {
            assertArrayEquals(
                    file.tensors()
                            .get("language_model.model.layers.1.self_attn.k_proj.weight")
                            .toFloats(),
                    checkpoint.tensor("model.layers.1.self_attn.k_proj.weight").toFloats());
            assertArrayEquals(
                    file.tensors()
                            .get("vision_tower.vision_model.embeddings.class_embedding")
                            .toFloats(),
                    checkpoint.tensor("vision_tower.embeddings.class_embedding").toFloats());
        }
    }

    @Test
    void textsAreGathered() throws EngineException {
        try (var checkpoint = Checkpoint.open(golden("llava15"))) {
            assertEquals(
                    new SpecialTokenTexts(
                            Optional.of("<s>"),
                            Optional.of("</s>"),
                            Optional.of("<pad>"),
                            Optional.of("<unk>")),
                    checkpoint.specialTokens());
            assertEquals(List.of(2), checkpoint.generation().eosTokenIds());
            assertTrue(checkpoint.chatTemplate().orElseThrow().contains("ASSISTANT:"));
            assertTrue(checkpoint.tokenizer() instanceof TokenizerSource.TokenizerJson);
            assertTrue(checkpoint.pictures().isPresent());
        }
    }

    @Test
    void filesAreThoseThatWereUsed() throws EngineException {
        try (var checkpoint = Checkpoint.open(golden("text_only_llama"))) {
            assertEquals(
                    List.of(
                            "config.json",
                            "generation_config.json",
                            "model.safetensors",
                            "special_tokens_map.json",
                            "tokenizer.json",
                            "tokenizer_config.json"),
                    checkpoint.files().stream()
                            .map(path -> path.getFileName().toString())
                            .sorted()
                            .toList());
        }
    }

    @Test
    void shardsAreJoined() throws EngineException, IOException {
        copyGolden();
        shard("model.norm.weight");
        try (var checkpoint = Checkpoint.open(folder)) {
            checkpoint.verify();
            assertEquals(30, checkpoint.tensors().size());
        }
    }

    @Test
    void tensorInTwoShardsIsRefused() throws EngineException, IOException {
        copyGolden();
        shard("model.norm.weight");
        Files.copy(folder.resolve("rest.safetensors"), folder.resolve("again.safetensors"));
        Files.writeString(
                folder.resolve(INDEX),
                "{\"weight_map\":{\"a\":\"rest.safetensors\",\"b\":\"again.safetensors\"}}");
        assertProblem("is in two files");
    }

    @Test
    void shardNamesCannotLeaveTheFolder() throws IOException {
        copyGolden();
        for (String name : List.of("../x", "/x", "a/b", "..", "", "C:x", "a\\\\b", "\\u0000")) {
            Files.writeString(
                    folder.resolve(INDEX), "{\"weight_map\":{\"a\":\"%s\"}}".formatted(name));
            assertThrows(CheckpointException.class, () -> Checkpoint.open(folder).close(), name);
        }
    }

    @Test
    void missingTensorIsNamed() throws EngineException, IOException {
        copyGolden();
        shard("model.norm.weight");
        Files.writeString(folder.resolve(INDEX), "{\"weight_map\":{\"a\":\"rest.safetensors\"}}");
        try (var checkpoint = Checkpoint.open(folder)) {
            var e = assertThrows(CheckpointException.class, checkpoint::verify);
            assertEquals(Optional.of("model.norm.weight"), e.tensor());
        }
    }

    @Test
    void tensorOfAnotherShapeIsNamed() throws EngineException, IOException {
        copyGolden();
        edit("\"intermediate_size\": 176", "\"intermediate_size\": 177");
        try (var checkpoint = Checkpoint.open(folder)) {
            var e = assertThrows(CheckpointException.class, checkpoint::verify);
            assertEquals(Optional.of("model.layers.0.mlp.gate_proj.weight"), e.tensor());
        }
    }

    @Test
    void weightFileCutWhileOpenIsNoticed() throws EngineException, IOException {
        copyGolden();
        try (var checkpoint = Checkpoint.open(folder)) {
            Files.write(folder.resolve("model.safetensors"), new byte[10]);
            assertThrows(CheckpointException.class, () -> checkpoint.tensor("model.norm.weight"));
        }
    }

    @Test
    void folderWithoutConfigurationHoldsNoModel() {
        var e =
                assertThrows(
                        UnsupportedModelException.class, () -> Checkpoint.open(folder).close());
        assertEquals(UnsupportedModelException.Reason.NO_MODEL, e.reason());
    }

    @Test
    void missingWeightsAreNamed() throws IOException {
        copyGolden();
        Files.delete(folder.resolve("model.safetensors"));
        var e = assertThrows(CheckpointException.class, () -> Checkpoint.open(folder).close());
        assertEquals(CheckpointException.Reason.MISSING, e.reason());
        assertEquals(folder.resolve("model.safetensors"), e.file());
    }

    @Test
    void weightsInPytorchFileAreRead() throws EngineException, IOException {
        copyGolden();
        pickle("model.safetensors", "pytorch_model.bin");
        try (var checkpoint = Checkpoint.open(folder)) {
            checkpoint.verify();
            assertEquals(30, checkpoint.tensors().size());
        }
    }

    @Test
    void pytorchShardsAreJoined() throws EngineException, IOException {
        copyGolden();
        shard("model.norm.weight");
        Files.delete(folder.resolve(INDEX));
        pickle("one.safetensors", "one.bin");
        pickle("rest.safetensors", "rest.bin");
        Files.writeString(
                folder.resolve("pytorch_model.bin.index.json"),
                "{\"weight_map\":{\"a\":\"rest.bin\",\"b\":\"one.bin\"}}");
        try (var checkpoint = Checkpoint.open(folder)) {
            checkpoint.verify();
        }
    }

    @Test
    void safetensorsUnderPytorchNameIsRefused() throws IOException {
        copyGolden();
        Files.move(folder.resolve("model.safetensors"), folder.resolve("pytorch_model.bin"));
        assertProblem("pytorch_model.bin: is not a file that torch.save wrote");
    }

    @Test
    void sentencePieceModelStandsInForTokenizerJson() throws EngineException, IOException {
        copyGolden();
        Files.delete(folder.resolve("tokenizer.json"));
        Files.copy(
                Golden.path("tokenizers/sp_bpe_first/tokenizer.model"),
                folder.resolve("tokenizer.model"));
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                """
                {"legacy": false, "add_bos_token": true, "added_tokens_decoder":
                  {"2001": {"content": "<pad>", "special": true},
                   "2000": {"content": "<image>", "special": true}}}
                """);
        try (var checkpoint = Checkpoint.open(folder)) {
            var source = (TokenizerSource.SentencePiece) checkpoint.tokenizer();
            assertEquals(
                    new TokenizerSettings(
                            false,
                            Optional.of(true),
                            Optional.empty(),
                            List.of(
                                    new TokenizerSettings.AddedToken(2000, "<image>", true),
                                    new TokenizerSettings.AddedToken(2001, "<pad>", true))),
                    source.settings());
            assertEquals(30_604, source.model().remaining());
            assertTrue(checkpoint.files().contains(folder.resolve("tokenizer.model")));
        }
    }

    @Test
    void damagedJsonIsRefused() throws IOException {
        copyGolden();
        for (String json :
                List.of("", "{", "[]", "{\"a\":1,\"a\":2}", "[".repeat(100_000), "{} {}")) {
            Files.writeString(folder.resolve("config.json"), json);
            assertThrows(CheckpointException.class, () -> Checkpoint.open(folder).close(), json);
        }
    }

    @Test
    void jsonOfManySmallObjectsIsRefused() throws IOException {
        copyGolden();
        var json = "{\"a\":[" + "{},".repeat(300_000) + "{}]}";
        Files.writeString(folder.resolve("config.json"), json);
        assertProblem("config.json: is not valid JSON: Token count");
    }

    @Test
    void hugeJsonIsRefused() throws IOException {
        copyGolden();
        Files.write(folder.resolve("config.json"), new byte[4 << 20]);
        assertProblem("config.json: has 4194304 bytes, more than 3145728");
    }

    @Test
    void languageModelInGgufIsUnderstood() throws EngineException {
        try (var checkpoint = Checkpoint.open(tinyGguf().write(folder.resolve("x.gguf")))) {
            checkpoint.verify();
            assertEquals(4, checkpoint.config().language().headDim());
            assertTrue(checkpoint.config().language().tiedHead());
            assertEquals(Optional.of("</s>"), checkpoint.specialTokens().eos());
            assertEquals(List.of(1), checkpoint.generation().eosTokenIds());
        }
    }

    @Test
    void queryRowsOfGgufAreTakenApart() throws EngineException {
        try (var checkpoint = Checkpoint.open(tinyGguf().write(folder.resolve("x.gguf")))) {
            var first = new float[8];
            for (int r = 0; r < 8; r++) {
                first[r] =
                        checkpoint
                                .tensor("model.layers.0.self_attn.q_proj.weight")
                                .row(r)
                                .get(Tensor.FLOAT, 0);
            }
            // Stored row r begins with 8 r.
            assertArrayEquals(new float[] {0, 16, 8, 24, 32, 48, 40, 56}, first);
        }
    }

    @Test
    void otherGgufArchitecturesAreUnsupported() {
        var path = new GgufBytes().text("general.architecture", "mamba").write(folder.resolve("x"));
        var e = assertThrows(UnsupportedModelException.class, () -> Checkpoint.open(path).close());
        assertEquals(
                "GGUF architecture 'mamba' is not supported;"
                        + " supported: gemma, llama, phi3, qwen2, stablelm",
                e.getMessage());
    }

    /// One layer, two heads of four, vocabulary of three.
    private static GgufBytes tinyGguf() {
        return new GgufBytes()
                .text("general.architecture", "llama")
                .u32("llama.block_count", 1)
                .u32("llama.context_length", 16)
                .u32("llama.embedding_length", 8)
                .u32("llama.feed_forward_length", 2)
                .u32("llama.attention.head_count", 2)
                .f32("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .texts("tokenizer.ggml.tokens", List.of("<s>", "</s>", "a"))
                .u32("tokenizer.ggml.eos_token_id", 1)
                .tensor("token_embd.weight", GgufBytes.F32, GgufBytes.floats(0, 24), 8, 3)
                .tensor("output_norm.weight", GgufBytes.F32, GgufBytes.floats(0, 8), 8)
                .tensor("blk.0.attn_norm.weight", GgufBytes.F32, GgufBytes.floats(0, 8), 8)
                .tensor("blk.0.ffn_norm.weight", GgufBytes.F32, GgufBytes.floats(0, 8), 8)
                .tensor("blk.0.attn_q.weight", GgufBytes.F32, GgufBytes.floats(0, 64), 8, 8)
                .tensor("blk.0.attn_k.weight", GgufBytes.F32, GgufBytes.floats(0, 64), 8, 8)
                .tensor("blk.0.attn_v.weight", GgufBytes.F32, GgufBytes.floats(0, 64), 8, 8)
                .tensor("blk.0.attn_output.weight", GgufBytes.F32, GgufBytes.floats(0, 64), 8, 8)
                .tensor("blk.0.ffn_gate.weight", GgufBytes.F32, GgufBytes.floats(0, 16), 8, 2)
                .tensor("blk.0.ffn_up.weight", GgufBytes.F32, GgufBytes.floats(0, 16), 8, 2)
                .tensor("blk.0.ffn_down.weight", GgufBytes.F32, GgufBytes.floats(0, 16), 2, 8);
    }

    @Test
    void fileCutShortWhileItIsReadIsNamed() throws Exception {
        copyGolden();
        var file = folder.resolve("model.safetensors");
        try (var checkpoint = Checkpoint.open(folder)) {
            var table = checkpoint.tensor("model.embed_tokens.weight");
            cutToNothing(file);

            var problem =
                    assertThrows(
                            CheckpointException.class, () -> checkpoint.reading(table::toFloats));

            assertEquals(file, problem.file());
        }
    }

    private static void cutToNothing(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    @Test
    void picturesOfAnotherSizeThanTheTowersAreRefusedByName() throws Exception {
        copyGolden("llava15");
        var path = folder.resolve("preprocessor_config.json");
        Files.writeString(path, Files.readString(path).replace(": 56", ": 42"));

        var problem = assertThrows(UnsupportedModelException.class, () -> Checkpoint.open(folder));

        assertTrue(problem.getMessage().contains("42"), problem.getMessage());
    }

    private static Path golden(String name) {
        return Golden.path(name + "/model");
    }

    private void copyGolden() throws IOException {
        copyGolden("text_only_llama");
    }

    private void copyGolden(String name) throws IOException {
        try (var files = Files.list(golden(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    private void edit(String before, String after) throws IOException {
        var path = folder.resolve("config.json");
        Files.writeString(path, Files.readString(path).replace(before, after));
    }

    /// Splits the weights into `one.safetensors` with one tensor and `rest.safetensors`.
    private void shard(String alone) throws EngineException, IOException {
        var single = folder.resolve("model.safetensors");
        try (var file = SafetensorsFile.open(single)) {
            Map<Boolean, LinkedHashMap<String, Tensor>> parts =
                    file.tensors().values().stream()
                            .collect(
                                    Collectors.partitioningBy(
                                            tensor -> tensor.name().equals(alone),
                                            Collectors.toMap(
                                                    StoredTensor::name,
                                                    StoredTensor::view,
                                                    (a, _) -> a,
                                                    LinkedHashMap::new)));
            SafetensorsWriter.write(folder.resolve("one.safetensors"), parts.get(true), Map.of());
            SafetensorsWriter.write(folder.resolve("rest.safetensors"), parts.get(false), Map.of());
        }
        Files.delete(single);
        Files.writeString(
                folder.resolve(INDEX),
                "{\"weight_map\":{\"a\":\"rest.safetensors\",\"b\":\"one.safetensors\"}}");
    }

    private void pickle(String safetensors, String name) throws EngineException, IOException {
        try (var file = SafetensorsFile.open(folder.resolve(safetensors))) {
            TorchArchive.write(folder.resolve(name), file.tensors());
        }
        Files.delete(folder.resolve(safetensors));
    }

    private void assertProblem(String part) {
        var e = assertThrows(CheckpointException.class, () -> Checkpoint.open(folder).close());
        assertTrue(e.getMessage().contains(part), e::getMessage);
    }
}
