package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.Tiling.Pinpoints;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A vision tower and its projector in a GGUF file of llama.cpp's (`mmproj`), in our terms.
///
/// | `clip.` | means |
/// |---|---|
/// | `projector_type` | `mlp`: one linear layer (`mm.0`, or `mm` from LLaVA v1) or several with GELU between (`mm.0`, `mm.2`) |
/// | `vision.{image_size,patch_size,embedding_length,…}` | the tower's sizes |
/// | `use_gelu`, `use_silu` | CLIP's activation, QuickGELU otherwise |
/// | `vision.{image_mean,image_std}` | pixel values |
/// | `vision.feature_layer` | hidden states to take; without it the last but one if the tower is whole, the last if it was cut |
/// | `vision.image_grid_pinpoints`, `vision.image_aspect_ratio` | tiles, padding |
///
/// A tower without class token is SigLIP's, any other CLIP's. Source: `tools/mtmd/clip.cpp` and
/// `legacy-models/convert_image_encoder_to_gguf.py` of llama.cpp.
final class GgufVision {
    static final String ARCHITECTURE = "clip";

    private static final String VISION = "clip.vision.";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_SIZE = 1 << 24;

    private final GgufFile gguf;
    private final GgufMetadata metadata;
    private final VisionConfig tower;
    private final ProjectorConfig projector;

    GgufVision(GgufFile gguf) throws EngineException {
        this.gguf = gguf;
        this.metadata = gguf.metadata();
        String type = metadata.text("clip.projector_type").orElse("mlp");
        if (!type.equals("mlp")) {
            throw new UnsupportedModelException("projector '" + type + "'", List.of("mlp"));
        }
        this.tower = readTower();
        this.projector = readProjector();
    }

    /// Together with a language model.
    ///
    /// @param imageTokenId of the language model's vocabulary
    LlavaConfig with(LanguageConfig language, OptionalInt imageTokenId) throws EngineException {
        return new LlavaConfig(
                language,
                Optional.of(tower),
                Optional.of(projector),
                imageTokenId,
                selectLayers(),
                SelectFeature.PATCH,
                tiling());
    }

    /// The width of what the projector gives.
    int outputSize() {
        return projector.outputSize();
    }

    private VisionConfig readTower() throws EngineException {
        boolean siglip = !has("v.class_embd");
        var json = JSON.createObjectNode();
        json.put("model_type", siglip ? "siglip_vision_model" : "clip_vision_model");
        size(json, "image_size", "image_size");
        size(json, "patch_size", "patch_size");
        size(json, "hidden_size", "embedding_length");
        size(json, "intermediate_size", "feed_forward_length");
        size(json, "num_hidden_layers", "block_count");
        size(json, "num_attention_heads", "attention.head_count");
        metadata.number(VISION + "attention.layer_norm_epsilon")
                .ifPresent(epsilon -> json.put("layer_norm_eps", epsilon));
        json.put("hidden_act", activation(siglip));
        return HfVision.read(new ConfigNode(gguf.file().path(), "", json));
    }

    private String activation(boolean siglip) throws CheckpointException {
        if (metadata.flag("clip.use_silu").orElse(false)) {
            return Activation.SILU.hfName();
        }
        if (siglip) {
            // Its makers know no other, and converters have no word for it.
            return Activation.GELU_TANH.hfName();
        }
        boolean gelu = metadata.flag("clip.use_gelu").orElse(false);
        return (gelu ? Activation.GELU : Activation.QUICK_GELU).hfName();
    }

    private ProjectorConfig readProjector() throws EngineException {
        var layers = new ArrayList<StoredTensor>();
        if (has("mm.weight")) {
            layers.add(gguf.tensors().get("mm.weight"));
        }
        for (int n = 0; has("mm.%d.weight".formatted(n)); n += 2) {
            layers.add(gguf.tensors().get("mm.%d.weight".formatted(n)));
        }
        for (var layer : layers) {
            require(layer.shape().rank() == 2, "'%s' is no matrix".formatted(layer.name()));
        }
        require(!layers.isEmpty(), "there is no projector 'mm.0.weight'");
        var kind =
                layers.size() == 1
                        ? new ProjectorKind.Linear()
                        : new ProjectorKind.Mlp(layers.size(), Activation.GELU);
        return new ProjectorConfig(
                kind,
                false,
                selectLayers().size() * tower.hiddenSize(),
                outputs(layers.getFirst()),
                outputs(layers.getLast()),
                has("mm.0.bias") || has("mm.bias"));
    }

    private int outputs(StoredTensor matrix) throws CheckpointException {
        require(matrix.rows() <= MAX_SIZE, "'%s' is too large".formatted(matrix.name()));
        return (int) matrix.rows();
    }

    private List<Integer> selectLayers() throws CheckpointException {
        var layers = new ArrayList<Integer>();
        for (long layer : metadata.integers(VISION + "feature_layer")) {
            require(
                    layer >= 0 && layer <= tower.numLayers(),
                    "feature layer %d of %d".formatted(layer, tower.numLayers()));
            layers.add((int) layer);
        }
        if (!layers.isEmpty()) {
            return layers;
        }
        // Older converters left out the layer that never runs, and the norm behind it.
        return List.of(has("v.post_ln.weight") && tower.numLayers() > 1 ? -2 : -1);
    }

    private Optional<Tiling> tiling() throws EngineException {
        long[] pinpoints = metadata.integers(VISION + "image_grid_pinpoints");
        if (pinpoints.length == 0 || !has("model.image_newline")) {
            return Optional.empty();
        }
        String merge = metadata.text(VISION + "mm_patch_merge_type").orElse("spatial_unpad");
        if (!merge.equals("spatial_unpad")) {
            throw new UnsupportedModelException(
                    "mm_patch_merge_type '" + merge + "'", List.of("spatial_unpad"));
        }
        require(pinpoints.length % 2 == 0, "image_grid_pinpoints are no pairs");
        var json = JSON.createObjectNode();
        var pairs = json.putArray("image_grid_pinpoints");
        for (int i = 0; i < pinpoints.length; i += 2) {
            pairs.addArray().add(pinpoints[i]).add(pinpoints[i + 1]);
        }
        var node = new ConfigNode(gguf.file().path(), "", json);
        var canvases = HfConfig.canvases(node, Pinpoints.WIDTH_FIRST, tower.imageSize());
        return Optional.of(new Tiling(canvases, OptionalInt.empty()));
    }

    /// How pictures become pixel values: as the tower's own processor does it.
    PictureConfig pictures() throws EngineException {
        boolean siglip = tower instanceof SiglipConfig;
        var json = JSON.createObjectNode();
        json.put("image_processor_type", siglip ? "SiglipImageProcessor" : "CLIPImageProcessor");
        if (siglip) {
            square(json.putObject("size"));
        } else {
            json.putObject("size").put("shortest_edge", tower.imageSize());
            square(json.putObject("crop_size"));
        }
        numbers(json, "image_mean");
        numbers(json, "image_std");
        var config = PictureConfig.of(json, String.valueOf(gguf.file().path().getFileName()));
        var tiling = tiling();
        if (tiling.isPresent()) {
            return config.tiled(tiling.get());
        }
        String aspect = metadata.text(VISION + "image_aspect_ratio").orElse("square");
        return aspect.equals("pad") ? config.padded() : config;
    }

    private void square(ObjectNode size) {
        size.put("height", tower.imageSize()).put("width", tower.imageSize());
    }

    private void numbers(ObjectNode json, String key) throws CheckpointException {
        float[] numbers = metadata.numbers(VISION + key);
        if (numbers.length > 0) {
            var array = json.putArray(key);
            for (float number : numbers) {
                // The shortest decimal is what the configuration said before it became a float32.
                array.add(Double.parseDouble(Float.toString(number)));
            }
        }
    }

    /// The tensors under canonical names.
    Map<String, StoredTensor> tensors() throws CheckpointException {
        var named = CheckpointParts.named(gguf.file(), gguf.tensors(), TensorNames.GGUF_VISION);
        var tensors = new LinkedHashMap<String, StoredTensor>();
        boolean exchanged = isExchanged(named);
        for (var tensor : named.values()) {
            String name = projectorName(tensor.name());
            name = exchanged ? exchanged(name) : name;
            tensors.put(name, tensor.renamed(name));
        }
        return tensors;
    }

    /// Older converters called the MLP's first matrix `ffn_down` and the second `ffn_up`.
    private boolean isExchanged(Map<String, StoredTensor> named) throws CheckpointException {
        var first = named.get("vision_tower.encoder.layers.0.mlp.fc1.weight");
        long inner = metadata.integer(VISION + "feed_forward_length").orElse(0);
        return first != null && first.rows() != inner && first.rowElements() == inner;
    }

    private static String exchanged(String name) {
        return name.contains(".mlp.fc1.")
                ? name.replace(".mlp.fc1.", ".mlp.fc2.")
                : name.replace(".mlp.fc2.", ".mlp.fc1.");
    }

    /// Activations count as layers in the file: `mm.0`, `mm.2` are the first and second.
    private static String projectorName(String name) {
        var parts = name.split("\\.", 3);
        if (!parts[0].equals("multi_modal_projector") || parts.length < 3) {
            return name;
        }
        int layer = Integer.parseInt(parts[1]) / 2 + 1;
        return "multi_modal_projector.linear_%d.%s".formatted(layer, parts[2]);
    }

    private void size(ObjectNode json, String name, String key) throws CheckpointException {
        long size = metadata.integer(VISION + key).orElse(0);
        require(size >= 1 && size <= MAX_SIZE, "%s%s is %d".formatted(VISION, key, size));
        json.put(name, (int) size);
    }

    private boolean has(String tensor) {
        return gguf.tensors().containsKey(tensor);
    }

    private void require(boolean condition, String problem) throws CheckpointException {
        if (!condition) {
            throw new CheckpointException(gguf.file().path(), problem);
        }
    }
}
