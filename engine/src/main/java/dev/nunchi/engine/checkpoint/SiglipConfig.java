package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;

/// A SigLIP vision transformer (Zhai et al., 2023) over RGB pictures: no class token, no norm
/// before the layers, no pooling head.
///
/// @param hiddenSize width of the residual stream
public record SiglipConfig(
        int imageSize,
        int patchSize,
        int hiddenSize,
        int intermediateSize,
        int numLayers,
        int numHeads,
        double layerNormEps,
        Activation activation)
        implements TransformerConfig {

    static SiglipConfig read(ConfigNode node) throws EngineException {
        return new SiglipConfig(
                node.size("image_size", 224),
                node.size("patch_size", 16),
                node.size("hidden_size", 768),
                node.size("intermediate_size", 3072),
                node.size("num_hidden_layers", 12),
                node.size("num_attention_heads", 12),
                node.positive("layer_norm_eps", 1e-6),
                Activation.of(node.text("hidden_act").orElse("gelu_pytorch_tanh")));
    }

    @Override
    public int classTokens() {
        return 0;
    }

    void expect(ExpectedTensors tensors, String tower, int layers) {
        tensors.convolution(tower + "embeddings.patch_embedding", hiddenSize, patchSize);
        tensors.add(tower + "embeddings.patch_embedding.bias", hiddenSize);
        tensors.add(tower + "embeddings.position_embedding.weight", numPatches(), hiddenSize);
        for (int n = 0; n < layers; n++) {
            ClipConfig.expectLayer(tensors, tower + "encoder.layers." + n, this, intermediateSize);
        }
    }
}
