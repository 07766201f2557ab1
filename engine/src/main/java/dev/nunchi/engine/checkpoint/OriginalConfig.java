package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.Tiling.Pinpoints;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Reads the `config.json` of the original LLaVA repository: a language model's configuration with
/// keys `mm_…` beside it. The tower is a checkpoint of its own that `mm_vision_tower` names.
///
/// Source: `llava/model/llava_arch.py` and `llava/mm_utils.py` of LLaVA 1.2.
final class OriginalConfig {
    private static final Map<String, String> FAMILIES =
            new TreeMap<>(
                    Map.of(
                            "llava", "llama",
                            "llava_llama", "llama",
                            "llava_mistral", "mistral",
                            "llava_qwen", "qwen2",
                            "llava_qwen2", "qwen2",
                            "llava_gemma", "gemma",
                            "llava_phi3", "phi3",
                            "llava_stablelm", "stablelm"));

    private final ConfigNode root;

    OriginalConfig(ConfigNode root) {
        this.root = root;
    }

    static boolean isOriginal(ConfigNode root) {
        return root.has("mm_vision_tower");
    }

    /// What `mm_vision_tower` says: a folder's name, or that of a repository.
    String tower() throws CheckpointException {
        return root.text("mm_vision_tower").orElseThrow();
    }

    /// The base model of a folder that holds a projector only, if it names one.
    Optional<String> base() throws CheckpointException {
        return root.text("_name_or_path");
    }

    /// @param vision of the tower's own checkpoint
    LlavaConfig read(VisionConfig vision) throws EngineException {
        var language = language();
        if (root.flag("mm_use_im_start_end", false)) {
            throw new UnsupportedModelException("mm_use_im_start_end", List.of("false"));
        }
        int layer = root.integer("mm_vision_select_layer", -2);
        var config =
                new LlavaConfig(
                        language,
                        Optional.of(vision),
                        Optional.of(projector(vision, language)),
                        OptionalInt.empty(),
                        List.of(layer),
                        selectFeature(),
                        tiling(vision));
        root.require(
                "mm_vision_select_layer",
                config.visionLayersToRun() >= 0 && config.visionLayersToRun() <= vision.numLayers(),
                "a layer of the vision tower");
        return config;
    }

    private LanguageConfig language() throws EngineException {
        String modelType = root.text("model_type").orElse("llava");
        if (root.has("quantization_config")) {
            throw new UnsupportedModelException(
                    "quantization_config", List.of("weights in F32, F16 or BF16", "GGUF files"));
        }
        String family = FAMILIES.getOrDefault(modelType, modelType);
        if (!HfText.knows(family)) {
            throw new UnsupportedModelException(
                    "model type '" + modelType + "'", List.copyOf(FAMILIES.keySet()));
        }
        return HfText.read(root, family, root);
    }

    private ProjectorConfig projector(VisionConfig vision, LanguageConfig language)
            throws EngineException {
        String type = root.text("mm_projector_type").orElse("linear");
        int outputs = language.hiddenSize();
        root.require(
                "mm_hidden_size",
                root.integer("mm_hidden_size", vision.hiddenSize()) == vision.hiddenSize(),
                "the tower's width, " + vision.hiddenSize());
        return new ProjectorConfig(
                ProjectorKind.of(type, Activation.GELU),
                false,
                vision.hiddenSize(),
                outputs,
                outputs);
    }

    private SelectFeature selectFeature() throws EngineException {
        String feature = root.text("mm_vision_select_feature").orElse("patch");
        return switch (feature) {
            case "patch" -> SelectFeature.PATCH;
            case "cls_patch" -> SelectFeature.FULL;
            default ->
                    throw new UnsupportedModelException(
                            "mm_vision_select_feature '" + feature + "'",
                            List.of("patch", "cls_patch"));
        };
    }

    private Optional<Tiling> tiling(VisionConfig vision) throws EngineException {
        if (!aspect().equals("anyres")) {
            return Optional.empty();
        }
        String merge = root.text("mm_patch_merge_type").orElse("flat");
        if (!merge.equals("spatial_unpad")) {
            throw new UnsupportedModelException(
                    "mm_patch_merge_type '" + merge + "'", List.of("spatial_unpad"));
        }
        var canvases = HfConfig.canvases(root, Pinpoints.WIDTH_FIRST, vision.imageSize());
        return Optional.of(new Tiling(canvases, OptionalInt.empty()));
    }

    private String aspect() throws CheckpointException {
        return root.text("image_aspect_ratio").orElse("square");
    }

    /// The tower's way with pictures, framed as this model was trained.
    PictureConfig pictures(PictureConfig tower, LlavaConfig config) throws EngineException {
        String aspect = aspect();
        return switch (aspect) {
            case "square" -> tower;
            case "pad" -> tower.padded();
            case "anyres" -> tower.tiled(config.tiling().orElseThrow());
            default ->
                    throw new UnsupportedModelException(
                            "image_aspect_ratio '" + aspect + "'",
                            List.of("square", "pad", "anyres"));
        };
    }
}
