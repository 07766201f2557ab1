package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.PictureConfig.Size;
import dev.nunchi.engine.checkpoint.Tiling.Pinpoints;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Reads Hugging Face's `config.json`. Values left out are those of the configuration classes of
/// transformers, because `save_pretrained` leaves defaults out.
///
/// Our own keys, for folders put together from several files: `text_config.gguf_file`,
/// `vision_config.weights_file`, `projector_config` with `weights_file`, `mm_projector_type`,
/// `hidden_size` and `input_norm`, and the vision `model_type` `efficientnet_lite0`.
final class HfConfig {
    private static final List<String> PICTURE_MODELS =
            List.of("llava", "llava_next", "llava_onevision");
    private static final String PINPOINTS = "image_grid_pinpoints";
    private static final Pattern MOST_TILES = Pattern.compile("anyres_max_([1-9]\\d{0,2})");

    private HfConfig() {}

    /// @param language given when the text configuration lies elsewhere, i.e. in a GGUF file
    static LlavaConfig read(ConfigNode root, Optional<LanguageConfig> language)
            throws EngineException {
        String modelType = root.text("model_type").orElse("none");
        if (root.has("quantization_config")) {
            throw new UnsupportedModelException(
                    UnsupportedModelException.Reason.OTHER_PACKING,
                    "quantization_config",
                    List.of("weights in F32, F16 or BF16", "GGUF files"));
        }
        if (PICTURE_MODELS.contains(modelType)) {
            return llava(root, modelType, language);
        }
        if (HfText.knows(modelType)) {
            return LlavaConfig.textOnly(HfText.read(root, modelType, root));
        }
        var known = new ArrayList<>(PICTURE_MODELS);
        known.addAll(HfText.families());
        throw new UnsupportedModelException("model type '" + modelType + "'", known);
    }

    private static LlavaConfig llava(
            ConfigNode root, String modelType, Optional<LanguageConfig> given)
            throws EngineException {
        var text = required(root, "text_config");
        String family = text.text("model_type").orElse("llama");
        var language = given.isPresent() ? given.get() : HfText.read(text, family, root);
        var vision = HfVision.read(required(root, "vision_config"));
        var layers = selectLayers(root, modelType.equals("llava_onevision") ? -1 : -2);
        var config =
                new LlavaConfig(
                        language,
                        Optional.of(vision),
                        Optional.of(projector(root, vision, language, layers.size())),
                        imageTokenId(root, language),
                        layers,
                        selectFeature(root, vision, modelType),
                        tiling(root, modelType, vision));
        requireStates(root, config);
        return config;
    }

    private static void requireStates(ConfigNode root, LlavaConfig config)
            throws CheckpointException {
        var vision = config.vision().orElseThrow();
        boolean known =
                config.visionStates().stream()
                        .allMatch(n -> n >= firstLayer(vision) && n <= vision.numLayers());
        root.require("vision_feature_layer", known, "layers of the vision tower");
        root.require(
                "vision_config",
                config.tiling().isEmpty() || vision instanceof TransformerConfig,
                "a tower of square patches, as pictures are tiled");
        root.require(
                "vision_feature_select_strategy",
                config.tiling().isEmpty() || config.imageTokens() == vision.numPatches(),
                "one that keeps all patches and nothing else, as pictures are tiled");
    }

    /// The convolutional tower has one place that features can be taken from.
    private static int firstLayer(VisionConfig vision) {
        return switch (vision) {
            case TransformerConfig _ -> 0;
            case EfficientNetConfig c -> c.numLayers();
        };
    }

    private static List<Integer> selectLayers(ConfigNode root, int byDefault)
            throws CheckpointException {
        var layers = root.ids("vision_feature_layer");
        return layers.isEmpty() ? List.of(byDefault) : layers;
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

    private static SelectFeature selectFeature(
            ConfigNode root, VisionConfig vision, String modelType) throws EngineException {
        String byDefault = modelType.equals("llava_onevision") ? "full" : "default";
        String strategy = root.text("vision_feature_select_strategy").orElse(byDefault);
        return switch (strategy) {
            case "default" ->
                    vision instanceof SiglipConfig
                            ? SelectFeature.ALL_BUT_FIRST
                            : SelectFeature.PATCH;
            case "full" -> SelectFeature.FULL;
            default ->
                    throw new UnsupportedModelException(
                            "vision_feature_select_strategy '" + strategy + "'",
                            List.of("default", "full"));
        };
    }

    private static Optional<Tiling> tiling(ConfigNode root, String modelType, VisionConfig vision)
            throws EngineException {
        if (modelType.equals("llava")) {
            return Optional.empty();
        }
        int side = vision.imageSize();
        boolean next = modelType.equals("llava_next");
        var canvases =
                root.has(PINPOINTS)
                        ? canvases(root, Pinpoints.HEIGHT_FIRST, side)
                        : Tiling.defaultCanvases(next);
        if (next) {
            return Optional.of(new Tiling(canvases, OptionalInt.empty()));
        }
        String aspect = root.text("vision_aspect_ratio").orElse("anyres_max_9");
        var most = MOST_TILES.matcher(aspect);
        if (!most.matches()) {
            throw new UnsupportedModelException(
                    "vision_aspect_ratio '" + aspect + "'", List.of("anyres_max_9"));
        }
        int tiles = Integer.parseInt(most.group(1));
        return Optional.of(new Tiling(canvases, OptionalInt.of(tiles)));
    }

    /// The sizes that pictures are laid out on.
    ///
    /// @param side of a tile
    static List<Size> canvases(ConfigNode root, Pinpoints order, int side)
            throws CheckpointException {
        return Tiling.canvases(root.value(PINPOINTS), order, side)
                .orElseThrow(() -> root.problem(PINPOINTS, "sizes in multiples of " + side));
    }

    private static ProjectorConfig projector(
            ConfigNode root, VisionConfig vision, LanguageConfig language, int states)
            throws EngineException {
        var activation = Activation.of(root.text("projector_hidden_act").orElse("gelu"));
        boolean bias = root.flag("multimodal_projector_bias", true);
        int inputs = states * vision.hiddenSize();
        int outputs = language.hiddenSize();
        var own = root.object("projector_config");
        if (own.isEmpty()) {
            var mlp = new ProjectorKind.Mlp(2, activation);
            return new ProjectorConfig(mlp, false, inputs, outputs, outputs, bias);
        }
        var node = own.get();
        return new ProjectorConfig(
                ProjectorKind.of(node.text("mm_projector_type").orElse("mlp2x_gelu"), activation),
                node.flag("input_norm", false),
                inputs,
                node.size("hidden_size", outputs),
                outputs,
                bias);
    }
}
