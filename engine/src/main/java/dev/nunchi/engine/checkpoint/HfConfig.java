package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.LanguageConfig.Architecture;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads Hugging Face's `config.json`. Values left out are those of the configuration classes of
/// transformers, because `save_pretrained` leaves defaults out.
///
/// Our own keys, for folders put together from several files: `text_config.gguf_file`,
/// `vision_config.weights_file`, `projector_config` with `weights_file`, `mm_projector_type`,
/// `hidden_size` and `input_norm`, and the vision `model_type` `efficientnet_lite0`.
final class HfConfig {
    private static final List<String> MODEL_TYPES = List.of("llava", "llama");
    private static final List<String> TOWERS =
            List.of("clip_vision_model", "dinov2", "efficientnet_lite0");

    private HfConfig() {}

    /// @param language given when the text configuration lies elsewhere, i.e. in a GGUF file
    static LlavaConfig read(ConfigNode root, Optional<LanguageConfig> language)
            throws EngineException {
        String modelType = root.text("model_type").orElse("none");
        if (root.has("quantization_config")) {
            throw new UnsupportedModelException("quantization_config", List.of());
        }
        return switch (modelType) {
            case "llama" -> LlavaConfig.textOnly(language(root, root));
            case "llava" -> llava(root, language);
            default ->
                    throw new UnsupportedModelException(
                            "model type '" + modelType + "'", MODEL_TYPES);
        };
    }

    private static LlavaConfig llava(ConfigNode root, Optional<LanguageConfig> given)
            throws EngineException {
        if (root.has("mm_vision_tower") || root.has("mm_projector_type")) {
            throw new UnsupportedModelException(
                    "the layout of the original LLaVA repository", List.of("llava-hf folders"));
        }
        var text = required(root, "text_config");
        var language = given.isPresent() ? given.get() : language(text, root);
        var vision = vision(required(root, "vision_config"));
        var config =
                new LlavaConfig(
                        language,
                        Optional.of(vision),
                        Optional.of(projector(root, vision, language)),
                        imageTokenId(root, language),
                        root.integer("vision_feature_layer", -2),
                        selectFeature(root));
        int layers = config.visionLayersToRun();
        root.require(
                "vision_feature_layer",
                layers >= firstLayer(vision) && layers <= vision.numLayers(),
                "a layer of the vision tower");
        return config;
    }

    /// The convolutional tower has one place that features can be taken from.
    private static int firstLayer(VisionConfig vision) {
        return switch (vision) {
            case ClipConfig _, Dinov2Config _ -> 0;
            case EfficientNetConfig c -> c.numLayers();
        };
    }

    private static ConfigNode required(ConfigNode root, String key) throws CheckpointException {
        return root.object(key).orElseThrow(() -> root.problem(key, "an object"));
    }

    private static OptionalInt imageTokenId(ConfigNode root, LanguageConfig language)
            throws CheckpointException {
        String key = root.has("image_token_id") ? "image_token_id" : "image_token_index";
        int id = root.integer(key, -1);
        return id >= 0 && id < language.vocabSize() ? OptionalInt.of(id) : OptionalInt.empty();
    }

    private static SelectFeature selectFeature(ConfigNode root) throws EngineException {
        String strategy = root.text("vision_feature_select_strategy").orElse("default");
        return switch (strategy) {
            case "default" -> SelectFeature.PATCH;
            case "full" -> SelectFeature.FULL;
            default ->
                    throw new UnsupportedModelException(
                            "vision_feature_select_strategy '" + strategy + "'",
                            List.of("default", "full"));
        };
    }

    private static ProjectorConfig projector(
            ConfigNode root, VisionConfig vision, LanguageConfig language) throws EngineException {
        var activation = Activation.of(root.text("projector_hidden_act").orElse("gelu"));
        if (!root.flag("multimodal_projector_bias", true)) {
            throw new UnsupportedModelException("a projector without bias", List.of());
        }
        var own = root.object("projector_config");
        if (own.isEmpty()) {
            return new ProjectorConfig(
                    new ProjectorKind.Mlp(2, activation),
                    false,
                    vision.hiddenSize(),
                    language.hiddenSize(),
                    language.hiddenSize());
        }
        var node = own.get();
        return new ProjectorConfig(
                ProjectorKind.of(node.text("mm_projector_type").orElse("mlp2x_gelu"), activation),
                node.flag("input_norm", false),
                vision.hiddenSize(),
                node.size("hidden_size", language.hiddenSize()),
                language.hiddenSize());
    }

    private static VisionConfig vision(ConfigNode node) throws EngineException {
        String tower = node.text("model_type").orElse("clip_vision_model");
        return switch (tower) {
            case "clip_vision_model" -> clip(node);
            case "dinov2" -> dinov2(node);
            case "efficientnet_lite0" -> new EfficientNetConfig(node.size("image_size", 224));
            default -> throw new UnsupportedModelException("vision tower '" + tower + "'", TOWERS);
        };
    }

    private static ClipConfig clip(ConfigNode node) throws EngineException {
        var config =
                new ClipConfig(
                        node.size("image_size", 224),
                        node.size("patch_size", 32),
                        node.size("hidden_size", 768),
                        node.size("intermediate_size", 3072),
                        node.size("num_hidden_layers", 12),
                        node.size("num_attention_heads", 12),
                        node.positive("layer_norm_eps", 1e-5),
                        Activation.of(node.text("hidden_act").orElse("quick_gelu")));
        requireTower(node, config, config.numHeads());
        return config;
    }

    private static Dinov2Config dinov2(ConfigNode node) throws EngineException {
        if (node.flag("use_swiglu_ffn", false)) {
            throw new UnsupportedModelException("DINOv2 with use_swiglu_ffn", List.of());
        }
        int hiddenSize = node.size("hidden_size", 768);
        var config =
                new Dinov2Config(
                        node.size("image_size", 224),
                        node.size("patch_size", 14),
                        hiddenSize,
                        (int) (hiddenSize * node.positive("mlp_ratio", 4)),
                        node.size("num_hidden_layers", 12),
                        node.size("num_attention_heads", 12),
                        node.positive("layer_norm_eps", 1e-6),
                        Activation.of(node.text("hidden_act").orElse("gelu")),
                        node.flag("qkv_bias", true));
        requireTower(node, config, config.numHeads());
        return config;
    }

    private static void requireTower(ConfigNode node, VisionConfig config, int numHeads)
            throws CheckpointException {
        node.require("patch_size", config.numPatches() > 0, "a patch smaller than the picture");
        node.require(
                "num_attention_heads",
                config.hiddenSize() % numHeads == 0,
                "a divisor of hidden_size");
        node.require("num_channels", node.integer("num_channels", 3) == 3, "3");
    }

    private static LanguageConfig language(ConfigNode node, ConfigNode root)
            throws EngineException {
        requirePlainLlama(node);
        int hiddenSize = node.size("hidden_size", 4096);
        int numHeads = node.size("num_attention_heads", 32);
        int numKvHeads = node.size("num_key_value_heads", numHeads);
        int headDim = node.size("head_dim", Math.max(hiddenSize / numHeads, 1));
        node.require("num_key_value_heads", numHeads % numKvHeads == 0, "a divisor of the heads");
        node.require("head_dim", headDim % 2 == 0, "an even number");
        int contextLength = node.size("max_position_embeddings", 2048);
        return new LanguageConfig(
                Architecture.LLAMA,
                hiddenSize,
                node.size("intermediate_size", 11008),
                node.size("num_hidden_layers", 32),
                numHeads,
                numKvHeads,
                headDim,
                node.size("vocab_size", 32000),
                contextLength,
                node.positive("rms_norm_eps", 1e-6),
                HfRope.read(node, contextLength),
                node.flag("attention_bias", false),
                node.flag("tie_word_embeddings", root.flag("tie_word_embeddings", false)));
    }

    private static void requirePlainLlama(ConfigNode node) throws EngineException {
        String modelType = node.text("model_type").orElse("llama");
        if (!modelType.equals("llama")) {
            throw new UnsupportedModelException(
                    "language model '" + modelType + "'", List.of("llama"));
        }
        String activation = node.text("hidden_act").orElse("silu");
        if (!activation.equals("silu")) {
            throw new UnsupportedModelException(
                    "language model activation '" + activation + "'", List.of("silu"));
        }
        if (node.has("sliding_window")) {
            throw new UnsupportedModelException("sliding_window", List.of());
        }
        if (node.flag("mlp_bias", false)) {
            throw new UnsupportedModelException("mlp_bias", List.of());
        }
    }
}
