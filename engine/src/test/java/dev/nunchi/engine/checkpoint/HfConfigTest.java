package dev.nunchi.engine.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class HfConfigTest {
    private static final String LLAVA =
            """
            {"model_type": "llava", "vision_config": {}, "text_config": {%s} %s}\
            """;

    @TempDir private Path folder;

    @Test
    void valuesLeftOutAreThoseOfTransformers() throws EngineException, IOException {
        var config = read(LLAVA.formatted("", ""));
        assertEquals(4096, config.language().hiddenSize());
        assertEquals(128, config.language().headDim());
        assertEquals(32, config.language().numKvHeads());
        assertEquals(
                Optional.of(
                        new ClipConfig(224, 32, 768, 3072, 12, 12, 1e-5, Activation.QUICK_GELU)),
                config.vision());
        assertEquals(List.of(-2), config.selectLayers());
        assertEquals(OptionalInt.empty(), config.imageTokenId());
    }

    @Test
    void placeholderOutsideTheVocabularyIsNone() throws EngineException, IOException {
        var config = read(LLAVA.formatted("", ", \"image_token_index\": 32000"));
        assertEquals(OptionalInt.empty(), config.imageTokenId());
    }

    @Test
    void newerRopeParametersAreRead() throws EngineException, IOException {
        var config =
                read(
                        """
                        {"model_type": "llama",
                         "rope_parameters": {"rope_type": "default", "rope_theta": 5e5}}\
                        """);
        assertEquals(new Rope(500_000, 128, new Rope.None()), config.language().rope());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model_type\": \"mamba\"}|model type 'mamba'",
                "{}|model type 'none'",
                "{\"model_type\": \"llama\", \"hidden_act\": \"relu\"}|activation 'relu'",
                "{\"model_type\": \"llama\", \"rope_scaling\": {\"type\": \"ntk\"}}"
                        + "|rope type 'ntk'",
                "{\"model_type\": \"stablelm\", \"qk_layernorm\": true}"
                        + "|StableLM with qk_layernorm",
                "{\"model_type\": \"llama\", \"quantization_config\": {}}|quantization_config",
                "{\"model_type\": \"llava\", \"text_config\": {\"model_type\": \"phi\"},"
                        + " \"vision_config\": {}}|language model 'phi'",
                "{\"model_type\": \"llava\", \"text_config\": {},"
                        + " \"vision_config\": {\"model_type\": \"swin\"}}|vision tower 'swin'",
                "{\"model_type\": \"llava\", \"text_config\": {},"
                        + " \"vision_config\": {\"hidden_act\": \"relu\"}}|activation 'relu'",
            })
    void whatCannotBeBuiltIsNamed(String json, String what) {
        var e = assertThrows(UnsupportedModelException.class, () -> read(json));
        assertEquals(what, e.what());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"hidden_size\": 0",
                "\"hidden_size\": -1",
                "\"hidden_size\": 1e9",
                "\"hidden_size\": 99999999999999999999",
                "\"hidden_size\": \"64\"",
                "\"num_hidden_layers\": 2147483647",
                "\"num_key_value_heads\": 5",
                "\"head_dim\": 7",
                "\"rms_norm_eps\": 0",
                "\"rms_norm_eps\": 1e999999",
                "\"rope_scaling\": 7",
                "\"rope_scaling\": {\"rope_type\": \"llama3\", \"high_freq_factor\": 1}",
            })
    void impossibleValuesAreRefused(String entry) {
        assertThrows(CheckpointException.class, () -> read(LLAVA.formatted(entry, "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"vision_feature_layer\": -14",
                ", \"vision_feature_layer\": 13",
                ", \"vision_feature_layer\": [-2, 14]",
            })
    void layersThatTheTowerHasNotAreRefused(String entry) {
        assertThrows(CheckpointException.class, () -> read(LLAVA.formatted("", entry)));
    }

    private LlavaConfig read(String json) throws EngineException, IOException {
        var path = Files.writeString(folder.resolve("config.json"), json);
        return HfConfig.read(JsonFile.read(path), Optional.empty());
    }
}
