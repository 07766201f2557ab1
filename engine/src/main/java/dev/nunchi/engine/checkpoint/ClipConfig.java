package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;

/// A CLIP vision transformer (Radford et al., 2021) over RGB pictures.
///
/// @param hiddenSize width of the residual stream
public record ClipConfig(
        int imageSize,
        int patchSize,
        int hiddenSize,
        int intermediateSize,
        int numLayers,
        int numHeads,
        double layerNormEps,
        Activation activation)
        implements TransformerConfig {

    static ClipConfig read(ConfigNode node) throws EngineException {
        return new ClipConfig(
                node.size("image_size", 224),
                node.size("patch_size", 32),
                node.size("hidden_size", 768),
                node.size("intermediate_size", 3072),
                node.size("num_hidden_layers", 12),
                node.size("num_attention_heads", 12),
                node.positive("layer_norm_eps", 1e-5),
                Activation.of(node.text("hidden_act").orElse("quick_gelu")));
    }

    void expect(ExpectedTensors tensors, String tower, int layers) {
        tensors.add(tower + "embeddings.class_embedding", hiddenSize);
        tensors.convolution(tower + "embeddings.patch_embedding", hiddenSize, patchSize);
        tensors.add(tower + "embeddings.position_embedding.weight", numPatches() + 1L, hiddenSize);
        tensors.norm(tower + "pre_layrnorm", hiddenSize);
        for (int n = 0; n < layers; n++) {
            expectLayer(tensors, tower + "encoder.layers." + n, this, intermediateSize);
        }
    }

    /// A layer of CLIP's or SigLIP's tower.
    static void expectLayer(
            ExpectedTensors tensors, String layer, TransformerConfig config, int intermediateSize) {
        int width = config.hiddenSize();
        tensors.norm(layer + ".layer_norm1", width);
        tensors.linear(layer + ".self_attn.q_proj", width, width);
        tensors.linear(layer + ".self_attn.k_proj", width, width);
        tensors.linear(layer + ".self_attn.v_proj", width, width);
        tensors.linear(layer + ".self_attn.out_proj", width, width);
        tensors.norm(layer + ".layer_norm2", width);
        tensors.linear(layer + ".mlp.fc1", intermediateSize, width);
        tensors.linear(layer + ".mlp.fc2", width, intermediateSize);
    }
}
