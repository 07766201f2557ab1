package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.tensor.Shape;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Names and shapes of all tensors that a configuration calls for, in canonical names.
///
/// Vision layers above the selected one never run and need not be there.
public final class ExpectedTensors {
    private static final int RGB = 3;

    private final SequencedMap<String, Shape> shapes = new LinkedHashMap<>();

    private ExpectedTensors() {}

    /// Shapes by canonical name, in the order of the model.
    public static SequencedMap<String, Shape> of(LlavaConfig config) {
        var expected = new ExpectedTensors();
        expected.language(config.language());
        config.projector().ifPresent(expected::projector);
        config.vision()
                .ifPresent(vision -> {
                    switch (vision) {
                        case ClipConfig c -> expected.clip(c, config.visionLayersToRun());
                        case Dinov2Config c -> expected.dinov2(c, config.visionLayersToRun());
                        case EfficientNetConfig _ -> expected.efficientNet();
                    }
                });
        return expected.shapes;
    }

    private void add(String name, long... dims) {
        shapes.put(name, Shape.of(dims));
    }

    /// A matrix `[outputs, inputs]` and its bias.
    private void linear(String name, long outputs, long inputs) {
        add(name + ".weight", outputs, inputs);
        add(name + ".bias", outputs);
    }

    /// A LayerNorm's weight and bias.
    private void norm(String name, long width) {
        add(name + ".weight", width);
        add(name + ".bias", width);
    }

    private void language(LanguageConfig c) {
        add("model.embed_tokens.weight", c.vocabSize(), c.hiddenSize());
        for (int n = 0; n < c.numLayers(); n++) {
            decoderLayer("model.layers." + n, c);
        }
        add("model.norm.weight", c.hiddenSize());
        if (!c.tiedHead()) {
            add("lm_head.weight", c.vocabSize(), c.hiddenSize());
        }
    }

    private void decoderLayer(String layer, LanguageConfig c) {
        long queries = (long) c.numHeads() * c.headDim();
        long keys = (long) c.numKvHeads() * c.headDim();
        add(layer + ".input_layernorm.weight", c.hiddenSize());
        attention(layer + ".self_attn.q_proj", queries, c.hiddenSize(), c.attentionBias());
        attention(layer + ".self_attn.k_proj", keys, c.hiddenSize(), c.attentionBias());
        attention(layer + ".self_attn.v_proj", keys, c.hiddenSize(), c.attentionBias());
        attention(layer + ".self_attn.o_proj", c.hiddenSize(), queries, c.attentionBias());
        add(layer + ".post_attention_layernorm.weight", c.hiddenSize());
        add(layer + ".mlp.gate_proj.weight", c.intermediateSize(), c.hiddenSize());
        add(layer + ".mlp.up_proj.weight", c.intermediateSize(), c.hiddenSize());
        add(layer + ".mlp.down_proj.weight", c.hiddenSize(), c.intermediateSize());
    }

    private void attention(String name, long outputs, long inputs, boolean bias) {
        add(name + ".weight", outputs, inputs);
        if (bias) {
            add(name + ".bias", outputs);
        }
    }

    private void projector(ProjectorConfig c) {
        if (c.inputNorm()) {
            norm("multi_modal_projector.norm", c.inputSize());
        }
        for (int n = 1; n <= c.kind().layers(); n++) {
            linear("multi_modal_projector.linear_" + n, c.outputsOf(n), c.inputsOf(n));
        }
    }

    private void clip(ClipConfig c, int layers) {
        String tower = "vision_tower.";
        int width = c.hiddenSize();
        add(tower + "embeddings.class_embedding", width);
        add(tower + "embeddings.patch_embedding.weight", width, RGB, c.patchSize(), c.patchSize());
        add(tower + "embeddings.position_embedding.weight", c.numPatches() + 1L, width);
        norm(tower + "pre_layrnorm", width);
        for (int n = 0; n < layers; n++) {
            String layer = tower + "encoder.layers." + n;
            norm(layer + ".layer_norm1", width);
            linear(layer + ".self_attn.q_proj", width, width);
            linear(layer + ".self_attn.k_proj", width, width);
            linear(layer + ".self_attn.v_proj", width, width);
            linear(layer + ".self_attn.out_proj", width, width);
            norm(layer + ".layer_norm2", width);
            linear(layer + ".mlp.fc1", c.intermediateSize(), width);
            linear(layer + ".mlp.fc2", width, c.intermediateSize());
        }
    }

    private void dinov2(Dinov2Config c, int layers) {
        String tower = "vision_tower.";
        int width = c.hiddenSize();
        add(tower + "embeddings.cls_token", 1, 1, width);
        add(tower + "embeddings.position_embeddings", 1, c.numPatches() + 1L, width);
        add(
                tower + "embeddings.patch_embeddings.projection.weight",
                width,
                RGB,
                c.patchSize(),
                c.patchSize());
        add(tower + "embeddings.patch_embeddings.projection.bias", width);
        for (int n = 0; n < layers; n++) {
            dinov2Layer(tower + "encoder.layer." + n, c);
        }
    }

    private void dinov2Layer(String layer, Dinov2Config c) {
        int width = c.hiddenSize();
        norm(layer + ".norm1", width);
        attention(layer + ".attention.attention.query", width, width, c.qkvBias());
        attention(layer + ".attention.attention.key", width, width, c.qkvBias());
        attention(layer + ".attention.attention.value", width, width, c.qkvBias());
        linear(layer + ".attention.output.dense", width, width);
        add(layer + ".layer_scale1.lambda1", width);
        norm(layer + ".norm2", width);
        linear(layer + ".mlp.fc1", c.intermediateSize(), width);
        linear(layer + ".mlp.fc2", width, c.intermediateSize());
        add(layer + ".layer_scale2.lambda1", width);
    }

    private void efficientNet() {
        String tower = "vision_tower.";
        int width = EfficientNetConfig.STEM_CHANNELS;
        add(tower + "_conv_stem.weight", width, RGB, 3, 3);
        batchNorm(tower + "_bn0", width);
        int block = 0;
        for (var group : EfficientNetConfig.GROUPS) {
            for (int n = 0; n < group.repeats(); n++) {
                invertedResidual("%s_blocks.%d.".formatted(tower, block++), width, group);
                width = group.channels();
            }
        }
        add(tower + "_conv_head.weight", EfficientNetConfig.HEAD_CHANNELS, width, 1, 1);
        batchNorm(tower + "_bn1", EfficientNetConfig.HEAD_CHANNELS);
    }

    private void invertedResidual(String name, int inputs, EfficientNetConfig.BlockGroup group) {
        int middle = inputs * group.expansion();
        if (group.expansion() != 1) {
            add(name + "_expand_conv.weight", middle, inputs, 1, 1);
            batchNorm(name + "_bn0", middle);
        }
        add(name + "_depthwise_conv.weight", middle, 1, group.kernel(), group.kernel());
        batchNorm(name + "_bn1", middle);
        add(name + "_project_conv.weight", group.channels(), middle, 1, 1);
        batchNorm(name + "_bn2", group.channels());
    }

    private void batchNorm(String name, int channels) {
        norm(name, channels);
        add(name + ".running_mean", channels);
        add(name + ".running_var", channels);
    }
}
