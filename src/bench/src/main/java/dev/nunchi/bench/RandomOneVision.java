package dev.nunchi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes a LLaVA-OneVision with random float16 weights: eight layers of Qwen2-0.5B's width behind
/// SigLIP-base with tiles of 224 pixels, at most four tiles' detail, which makes up to 1,008 rows a
/// picture. Tokenizer and template are those of the fixture `llava_qwen2`.
final class RandomOneVision {
    private static final int HIDDEN = 896;
    private static final int INTERMEDIATE = 4864;
    private static final int LAYERS = 8;
    private static final int KEYS = 128;
    private static final int VOCABULARY = 32_064;
    private static final int FIXTURE_VOCABULARY = 2_003;
    private static final int VISION_WIDTH = 768;
    private static final int VISION_INTERMEDIATE = 3072;
    private static final int VISION_LAYERS = 12;
    private static final int PATCH = 16;
    private static final int POSITIONS = 14 * 14;

    private static final String TILES =
            "[[224, 448], [448, 224], [448, 448], [224, 672], [672, 224], [672, 672]]";

    private static final String CONFIG =
            """
            {"architectures": ["LlavaOnevisionForConditionalGeneration"], "model_type": "llava_onevision",
             "image_token_index": 2003, "projector_hidden_act": "gelu", "torch_dtype": "float16",
             "vision_feature_layer": -1, "vision_feature_select_strategy": "full", "tie_word_embeddings": false,
             "image_grid_pinpoints": TILES, "vision_aspect_ratio": "anyres_max_4",
             "vision_config": {"model_type": "siglip_vision_model", "image_size": 224, "patch_size": 16,
              "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
              "vision_use_head": false},
             "text_config": {"model_type": "qwen2", "vocab_size": 32064, "hidden_size": 896, "intermediate_size": 4864,
              "num_hidden_layers": 8, "num_attention_heads": 14, "num_key_value_heads": 2,
              "max_position_embeddings": 4096, "rms_norm_eps": 1e-06, "rope_theta": 1000000.0}}
            """;

    private static final String PICTURES =
            """
            {"image_processor_type": "LlavaOnevisionImageProcessor", "do_pad": true, "image_grid_pinpoints": TILES,
             "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "resample": 3,
             "rescale_factor": 0.00392156862745098, "size": {"height": 224, "width": 224}}
            """;

    private RandomOneVision() {}

    /// `FOLDER FIXTURE`, the latter the folder of `llava_qwen2/model`.
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        var fixture = Path.of(arguments[1]);
        Files.createDirectories(folder);
        for (String name :
                List.of(
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "special_tokens_map.json",
                        "generation_config.json",
                        "chat_template.jinja")) {
            Files.write(folder.resolve(name), Files.readAllBytes(fixture.resolve(name)));
        }
        Files.writeString(folder.resolve("config.json"), CONFIG.replace("TILES", TILES));
        Files.writeString(
                folder.resolve("preprocessor_config.json"), PICTURES.replace("TILES", TILES));
        weights().write(folder);
    }

    private static RandomShards weights() {
        var all = new RandomShards();
        vision(all);
        all.linear("multi_modal_projector.linear_1", HIDDEN, VISION_WIDTH);
        all.linear("multi_modal_projector.linear_2", HIDDEN, HIDDEN);
        all.noise("image_newline", HIDDEN);
        String model = "language_model.model.";
        all.noise(model + "embed_tokens.weight", VOCABULARY, HIDDEN);
        for (int i = 0; i < LAYERS; i++) {
            String layer = model + "layers." + i + ".";
            all.ones(layer + "input_layernorm.weight", HIDDEN);
            all.linear(layer + "self_attn.q_proj", HIDDEN, HIDDEN);
            all.linear(layer + "self_attn.k_proj", KEYS, HIDDEN);
            all.linear(layer + "self_attn.v_proj", KEYS, HIDDEN);
            all.noise(layer + "self_attn.o_proj.weight", HIDDEN, HIDDEN);
            all.ones(layer + "post_attention_layernorm.weight", HIDDEN);
            all.noise(layer + "mlp.gate_proj.weight", INTERMEDIATE, HIDDEN);
            all.noise(layer + "mlp.up_proj.weight", INTERMEDIATE, HIDDEN);
            all.noise(layer + "mlp.down_proj.weight", HIDDEN, INTERMEDIATE);
        }
        all.ones(model + "norm.weight", HIDDEN);
        String head = "language_model.lm_head.weight";
        all.noiseAbove(FIXTURE_VOCABULARY, head, VOCABULARY, HIDDEN);
        return all;
    }

    private static void vision(RandomShards all) {
        String tower = "vision_tower.vision_model.";
        String patches = tower + "embeddings.patch_embedding";
        all.noise(patches + ".weight", VISION_WIDTH, 3, PATCH, PATCH);
        all.noise(patches + ".bias", VISION_WIDTH);
        all.noise(tower + "embeddings.position_embedding.weight", POSITIONS, VISION_WIDTH);
        for (int i = 0; i < VISION_LAYERS; i++) {
            String layer = tower + "encoder.layers." + i + ".";
            all.norm(layer + "layer_norm1", VISION_WIDTH);
            for (String part : List.of("q", "k", "v", "out")) {
                all.linear(layer + "self_attn." + part + "_proj", VISION_WIDTH, VISION_WIDTH);
            }
            all.norm(layer + "layer_norm2", VISION_WIDTH);
            all.linear(layer + "mlp.fc1", VISION_INTERMEDIATE, VISION_WIDTH);
            all.linear(layer + "mlp.fc2", VISION_WIDTH, VISION_INTERMEDIATE);
        }
        all.norm(tower + "post_layernorm", VISION_WIDTH);
    }
}
