package dev.nunchi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes a LLaVA-1.5 in the layout of the published ones, with random float16 weights: shards of
/// safetensors with an index, CLIP ViT-L/14 at 336 pixels. Tokenizer and template are those of the
/// fixture `llava15`; vocabulary rows beyond its own are zeros, so that no other token is picked.
record RandomLlava(Size size) {
    /// Shapes of well-known language models.
    enum Size {
        /// Of a sixth of TinyLlama's weights: 1.0 GB with the tower.
        SMALL(1024, 2816, 12, 32),
        /// TinyLlama: 2.8 GB with the tower.
        TINY(2048, 5632, 22, 4),
        /// Vicuna 7B: 14 GB with the tower.
        SEVEN(4096, 11008, 32, 32);

        private final int hidden;
        private final int intermediate;
        private final int layers;
        private final int kvHeads;

        Size(int hidden, int intermediate, int layers, int kvHeads) {
            this.hidden = hidden;
            this.intermediate = intermediate;
            this.layers = layers;
            this.kvHeads = kvHeads;
        }

        static Size parse(String name) {
            return switch (name) {
                case "small" -> SMALL;
                case "1.1b" -> TINY;
                case "7b" -> SEVEN;
                default -> throw new IllegalArgumentException("sizes are small, 1.1b and 7b");
            };
        }
    }

    private static final int HEADS = 32;
    private static final int VOCABULARY = 32_064;
    private static final int FIXTURE_VOCABULARY = 2_002;
    private static final int VISION_WIDTH = 1024;
    private static final int VISION_INTERMEDIATE = 4096;
    private static final int VISION_LAYERS = 24;
    private static final int PATCH = 14;
    private static final int POSITIONS = 24 * 24 + 1;

    /// `FOLDER SIZE FIXTURE`.
    public static void main(String[] arguments) throws IOException {
        new RandomLlava(Size.parse(arguments[1]))
                .write(Path.of(arguments[0]), Path.of(arguments[2]));
    }

    /// @param fixture the folder of `llava15/model`
    void write(Path folder, Path fixture) throws IOException {
        Files.createDirectories(folder);
        for (String name :
                List.of(
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "special_tokens_map.json",
                        "generation_config.json",
                        "chat_template.json")) {
            Files.write(folder.resolve(name), Files.readAllBytes(fixture.resolve(name)));
        }
        var pictures = Files.readString(fixture.resolve("preprocessor_config.json"));
        Files.writeString(
                folder.resolve("preprocessor_config.json"), pictures.replace(": 56", ": 336"));
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"architectures": ["LlavaForConditionalGeneration"], "model_type": "llava",
                 "image_token_index": 2000, "projector_hidden_act": "gelu", "torch_dtype": "float16",
                 "vision_feature_layer": -2, "vision_feature_select_strategy": "default",
                 "tie_word_embeddings": false,
                 "vision_config": {"model_type": "clip_vision_model", "image_size": 336, "patch_size": 14,
                  "hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24,
                  "num_attention_heads": 16, "projection_dim": 768},
                 "text_config": {"model_type": "llama", "vocab_size": %d, "hidden_size": %d,
                  "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d,
                  "num_key_value_heads": %d, "max_position_embeddings": 4096, "rms_norm_eps": 1e-05}}
                """
                        .formatted(
                                VOCABULARY,
                                size.hidden,
                                size.intermediate,
                                size.layers,
                                HEADS,
                                size.kvHeads));
        weights().write(folder);
    }

    private RandomShards weights() {
        var all = new RandomShards();
        vision(all);
        String projector = "multi_modal_projector.";
        all.linear(projector + "linear_1", size.hidden, VISION_WIDTH);
        all.linear(projector + "linear_2", size.hidden, size.hidden);
        String model = "language_model.model.";
        all.noise(model + "embed_tokens.weight", VOCABULARY, size.hidden);
        long keys = (long) size.hidden / HEADS * size.kvHeads;
        for (int i = 0; i < size.layers; i++) {
            String layer = model + "layers." + i + ".";
            all.ones(layer + "input_layernorm.weight", size.hidden);
            all.noise(layer + "self_attn.q_proj.weight", size.hidden, size.hidden);
            all.noise(layer + "self_attn.k_proj.weight", keys, size.hidden);
            all.noise(layer + "self_attn.v_proj.weight", keys, size.hidden);
            all.noise(layer + "self_attn.o_proj.weight", size.hidden, size.hidden);
            all.ones(layer + "post_attention_layernorm.weight", size.hidden);
            all.noise(layer + "mlp.gate_proj.weight", size.intermediate, size.hidden);
            all.noise(layer + "mlp.up_proj.weight", size.intermediate, size.hidden);
            all.noise(layer + "mlp.down_proj.weight", size.hidden, size.intermediate);
        }
        all.ones(model + "norm.weight", size.hidden);
        String head = "language_model.lm_head.weight";
        all.noiseAbove(FIXTURE_VOCABULARY, head, VOCABULARY, size.hidden);
        return all;
    }

    private static void vision(RandomShards all) {
        String tower = "vision_tower.vision_model.";
        all.noise(tower + "embeddings.class_embedding", VISION_WIDTH);
        all.noise(tower + "embeddings.patch_embedding.weight", VISION_WIDTH, 3, PATCH, PATCH);
        all.noise(tower + "embeddings.position_embedding.weight", POSITIONS, VISION_WIDTH);
        all.norm(tower + "pre_layrnorm", VISION_WIDTH);
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
