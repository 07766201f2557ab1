package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;

/// A DINOv2 vision transformer (Oquab et al., 2023) with layer scale, over RGB pictures.
///
/// @param tableSize side of the pictures that its table of positions was made for; for others the
///   table is resized
/// @param qkvBias whether query, key and value have a bias
public record Dinov2Config(
        int imageSize,
        int tableSize,
        int patchSize,
        int hiddenSize,
        int intermediateSize,
        int numLayers,
        int numHeads,
        double layerNormEps,
        Activation activation,
        boolean qkvBias)
        implements TransformerConfig {

    static Dinov2Config read(ConfigNode node) throws EngineException {
        if (node.flag("use_swiglu_ffn", false)) {
            throw new UnsupportedModelException("DINOv2 with use_swiglu_ffn", List.of("false"));
        }
        int hiddenSize = node.size("hidden_size", 768);
        int size = node.size("image_size", 224);
        return new Dinov2Config(
                size,
                size,
                node.size("patch_size", 14),
                hiddenSize,
                (int) (hiddenSize * node.positive("mlp_ratio", 4)),
                node.size("num_hidden_layers", 12),
                node.size("num_attention_heads", 12),
                node.positive("layer_norm_eps", 1e-6),
                Activation.of(node.text("hidden_act").orElse("gelu")),
                node.flag("qkv_bias", true));
    }

    /// The same over pictures of another size.
    Dinov2Config over(int size) {
        return new Dinov2Config(
                size,
                tableSize,
                patchSize,
                hiddenSize,
                intermediateSize,
                numLayers,
                numHeads,
                layerNormEps,
                activation,
                qkvBias);
    }

    /// Positions along a side of the table.
    public int tableSide() {
        return tableSize / patchSize;
    }

    void expect(ExpectedTensors tensors, String tower, int layers) {
        tensors.add(tower + "embeddings.cls_token", 1, 1, hiddenSize);
        long positions = 1 + (long) tableSide() * tableSide();
        tensors.add(tower + "embeddings.position_embeddings", 1, positions, hiddenSize);
        String patches = tower + "embeddings.patch_embeddings.projection";
        tensors.convolution(patches, hiddenSize, patchSize);
        tensors.add(patches + ".bias", hiddenSize);
        for (int n = 0; n < layers; n++) {
            expectLayer(tensors, tower + "encoder.layer." + n);
        }
    }

    private void expectLayer(ExpectedTensors tensors, String layer) {
        int width = hiddenSize;
        tensors.norm(layer + ".norm1", width);
        for (String name : List.of("query", "key", "value")) {
            String linear = layer + ".attention.attention." + name;
            tensors.linear(linear, new ExpectedTensors.Linear(width, width, qkvBias));
        }
        tensors.linear(layer + ".attention.output.dense", width, width);
        tensors.add(layer + ".layer_scale1.lambda1", width);
        tensors.norm(layer + ".norm2", width);
        tensors.linear(layer + ".mlp.fc1", intermediateSize, width);
        tensors.linear(layer + ".mlp.fc2", width, intermediateSize);
        tensors.add(layer + ".layer_scale2.lambda1", width);
    }
}
