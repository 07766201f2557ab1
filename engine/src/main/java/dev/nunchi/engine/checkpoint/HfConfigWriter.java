package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.DecoderForm.NormKind;
import dev.nunchi.engine.error.UnsupportedModelException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/// Writes a model's configuration as the `config.json` of transformers: what [HfConfig] reads.
///
/// @param visionLayers how many the written files hold
/// @param imageTokenId what stands for a picture, in models that take them
record HfConfigWriter(LlavaConfig config, int visionLayers, int imageTokenId) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// `architectures` of language models alone.
    private static final Map<String, String> CLASSES =
            Map.of(
                    "llama", "LlamaForCausalLM",
                    "mistral", "MistralForCausalLM",
                    "qwen2", "Qwen2ForCausalLM",
                    "gemma", "GemmaForCausalLM",
                    "phi3", "Phi3ForCausalLM",
                    "stablelm", "StableLmForCausalLM");

    /// @param vocabulary rows of the written embedding table
    /// @param type of the weights, as PyTorch spells it
    /// @param texts end tokens
    /// @throws UnsupportedModelException if transformers has no such model
    ObjectNode json(int vocabulary, String type, GenerationDefaults texts)
            throws UnsupportedModelException {
        var language = language(vocabulary);
        if (texts.eosTokenIds().size() == 1) {
            language.put("eos_token_id", texts.eosTokenIds().getFirst());
        } else {
            var ids = language.putArray("eos_token_id");
            texts.eosTokenIds().forEach(ids::add);
        }
        if (config.vision().isEmpty()) {
            language.putArray("architectures").add(CLASSES.get(modelType()));
            return language.put("torch_dtype", type);
        }
        var root = JSON.createObjectNode();
        var kind = kind();
        root.putArray("architectures").add(kind.className());
        root.put("model_type", kind.modelType());
        root.put("torch_dtype", type);
        root.put("image_token_index", imageTokenId);
        root.put("tie_word_embeddings", config.language().tiedHead());
        projector(root);
        selection(root);
        root.set("text_config", language);
        root.set("vision_config", vision());
        return root;
    }

    private String modelType() {
        return TextFamilies.BY_MODEL_TYPE.entrySet().stream()
                .filter(entry -> entry.getValue().title().equals(config.language().family()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private ObjectNode language(int vocabulary) throws UnsupportedModelException {
        var c = config.language();
        var form = c.form();
        var node = JSON.createObjectNode();
        node.put("model_type", modelType());
        node.put("vocab_size", vocabulary);
        node.put("hidden_size", c.hiddenSize());
        node.put("intermediate_size", c.intermediateSize());
        node.put("num_hidden_layers", c.numLayers());
        node.put("num_attention_heads", c.numHeads());
        node.put("num_key_value_heads", c.numKvHeads());
        node.put("head_dim", c.headDim());
        node.put("max_position_embeddings", c.contextLength());
        boolean layerNorm = form.norm().kind() == NormKind.LAYER;
        node.put(layerNorm ? "layer_norm_eps" : "rms_norm_eps", form.norm().epsilon());
        node.put("hidden_act", form.activation().hfName());
        node.put("hidden_activation", form.activation().hfName());
        node.put("tie_word_embeddings", c.tiedHead());
        biases(node, form.biases());
        rope(node, c);
        if (form.window().isPresent()) {
            throw unsupported("a sliding window");
        }
        node.putNull("sliding_window");
        // Defaults of some families lie beyond small vocabularies.
        node.putNull("pad_token_id");
        return node;
    }

    private void biases(ObjectNode node, DecoderForm.Biases biases)
            throws UnsupportedModelException {
        switch (modelType()) {
            case "qwen2" -> {}
            case "stablelm" -> node.put("use_qkv_bias", biases.input());
            default -> {
                if (biases.input() != biases.output()) {
                    throw unsupported("biases of queries, keys and values alone");
                }
                node.put("attention_bias", biases.input()).put("mlp_bias", biases.mlp());
            }
        }
    }

    private static void rope(ObjectNode node, LanguageConfig c) throws UnsupportedModelException {
        var rope = c.rope();
        node.put("rope_theta", rope.theta());
        if (rope.dims() != c.headDim()) {
            node.put("partial_rotary_factor", (double) rope.dims() / c.headDim());
        }
        switch (rope.scaling()) {
            case Rope.None _ -> {}
            case Rope.Linear(double factor) ->
                    node.putObject("rope_scaling").put("rope_type", "linear").put("factor", factor);
            case Rope.Llama3 llama ->
                    node.putObject("rope_scaling")
                            .put("rope_type", "llama3")
                            .put("factor", llama.factor())
                            .put("low_freq_factor", llama.lowFreq())
                            .put("high_freq_factor", llama.highFreq())
                            .put("original_max_position_embeddings", llama.originalContext());
            case Rope.Yarn _, Rope.LongRope _ ->
                    throw unsupported("rotary frequencies with divisors of their own");
        }
    }

    /// @param modelType and class in transformers
    private record Kind(String modelType, String className) {}

    private Kind kind() {
        if (config.tiling().isEmpty()) {
            return new Kind("llava", "LlavaForConditionalGeneration");
        }
        return config.tiling().get().maxTiles().isEmpty()
                ? new Kind("llava_next", "LlavaNextForConditionalGeneration")
                : new Kind("llava_onevision", "LlavaOnevisionForConditionalGeneration");
    }

    private void projector(ObjectNode root) throws UnsupportedModelException {
        var projector = config.projector().orElseThrow();
        if (projector.inputNorm()
                || !(projector.kind() instanceof ProjectorKind.Mlp mlp)
                || mlp.layers() != 2
                || projector.hiddenSize() != projector.outputSize()) {
            throw unsupported("a projector that is not mlp2x_gelu");
        }
        root.put("projector_hidden_act", mlp.activation().hfName());
        root.put("multimodal_projector_bias", projector.bias());
    }

    /// Hidden states are counted from the last that is there.
    private void selection(ObjectNode root) {
        var states = config.visionStates().stream().map(n -> n - visionLayers - 1).toList();
        if (states.size() == 1) {
            root.put("vision_feature_layer", states.getFirst());
        } else {
            var layers = root.putArray("vision_feature_layer");
            states.forEach(layers::add);
        }
        root.put("vision_feature_select_strategy", config.droppedRows() == 0 ? "full" : "default");
        root.put("image_seq_length", config.imageTokens());
        config.tiling()
                .ifPresent(tiling -> {
                    pinpoints(root, tiling);
                    tiling.maxTiles()
                            .ifPresent(
                                    most -> root.put("vision_aspect_ratio", "anyres_max_" + most));
                });
    }

    static void pinpoints(ObjectNode node, Tiling tiling) {
        var all = node.putArray("image_grid_pinpoints");
        tiling.canvases().forEach(size -> all.addArray().add(size.height()).add(size.width()));
    }

    private ObjectNode vision() throws UnsupportedModelException {
        var tower = config.vision().orElseThrow();
        var node = JSON.createObjectNode();
        switch (tower) {
            case ClipConfig clip -> {
                node.put("model_type", "clip_vision_model");
                sizes(node, clip, clip.intermediateSize());
                node.put("projection_dim", clip.hiddenSize());
            }
            case SiglipConfig siglip -> {
                node.put("model_type", "siglip_vision_model").put("vision_use_head", false);
                sizes(node, siglip, siglip.intermediateSize());
            }
            case Dinov2Config _, EfficientNetConfig _ ->
                    throw unsupported("a tower that is neither CLIP's nor SigLIP's");
        }
        return node;
    }

    private void sizes(ObjectNode node, TransformerConfig tower, int intermediate) {
        node.put("image_size", tower.imageSize());
        node.put("patch_size", tower.patchSize());
        node.put("hidden_size", tower.hiddenSize());
        node.put("intermediate_size", intermediate);
        node.put("num_hidden_layers", visionLayers);
        node.put("num_attention_heads", tower.numHeads());
        node.put("layer_norm_eps", tower.layerNormEps());
        node.put("hidden_act", tower.activation().hfName());
    }

    static UnsupportedModelException unsupported(String what) {
        return new UnsupportedModelException(
                "a Hugging Face folder of a model with " + what, List.of("the model's own layout"));
    }
}
