package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.tensor.Shape;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Names and shapes of all tensors that a configuration calls for, in canonical names.
///
/// Vision layers above the selected one never run and need not be there.
public final class ExpectedTensors {
    private static final int RGB = 3;
    private static final String TOWER = "vision_tower.";

    private final SequencedMap<String, Shape> shapes = new LinkedHashMap<>();

    private ExpectedTensors() {}

    /// Shapes by canonical name, in the order of the model.
    public static SequencedMap<String, Shape> of(LlavaConfig config) {
        var expected = new ExpectedTensors();
        expected.language(config.language());
        config.projector().ifPresent(expected::projector);
        config.vision().ifPresent(vision -> expected.tower(vision, config.visionLayersToRun()));
        if (config.tiling().isPresent()) {
            expected.add("image_newline", config.language().hiddenSize());
        }
        return expected.shapes;
    }

    private void tower(VisionConfig vision, int layers) {
        switch (vision) {
            case ClipConfig c -> c.expect(this, TOWER, layers);
            case SiglipConfig c -> c.expect(this, TOWER, layers);
            case Dinov2Config c -> c.expect(this, TOWER, layers);
            case EfficientNetConfig c -> c.expect(this, TOWER);
        }
    }

    void add(String name, long... dims) {
        shapes.put(name, Shape.of(dims));
    }

    /// A matrix `[outputs, inputs]`, with or without a bias.
    record Linear(long outputs, long inputs, boolean bias) {}

    void linear(String name, Linear form) {
        add(name + ".weight", form.outputs(), form.inputs());
        if (form.bias()) {
            add(name + ".bias", form.outputs());
        }
    }

    /// A matrix `[outputs, inputs]` and its bias.
    void linear(String name, long outputs, long inputs) {
        linear(name, new Linear(outputs, inputs, true));
    }

    /// The kernel of a convolution over square patches of RGB pixels.
    void convolution(String name, long outputs, long patchSize) {
        add(name + ".weight", outputs, RGB, patchSize, patchSize);
    }

    /// A LayerNorm's weight and bias.
    void norm(String name, long width) {
        add(name + ".weight", width);
        add(name + ".bias", width);
    }

    private void language(LanguageConfig c) {
        add("model.embed_tokens.weight", c.vocabSize(), c.hiddenSize());
        for (int n = 0; n < c.numLayers(); n++) {
            decoderLayer("model.layers." + n, c);
        }
        decoderNorm("model.norm", c);
        if (!c.tiedHead()) {
            add("lm_head.weight", c.vocabSize(), c.hiddenSize());
        }
    }

    private void decoderLayer(String layer, LanguageConfig c) {
        long width = c.hiddenSize();
        long queries = (long) c.numHeads() * c.headDim();
        long keys = (long) c.numKvHeads() * c.headDim();
        var biases = c.form().biases();
        decoderNorm(layer + ".input_layernorm", c);
        linear(layer + ".self_attn.q_proj", new Linear(queries, width, biases.input()));
        linear(layer + ".self_attn.k_proj", new Linear(keys, width, biases.input()));
        linear(layer + ".self_attn.v_proj", new Linear(keys, width, biases.input()));
        linear(layer + ".self_attn.o_proj", new Linear(width, queries, biases.output()));
        decoderNorm(layer + ".post_attention_layernorm", c);
        linear(layer + ".mlp.gate_proj", new Linear(c.intermediateSize(), width, biases.mlp()));
        linear(layer + ".mlp.up_proj", new Linear(c.intermediateSize(), width, biases.mlp()));
        linear(layer + ".mlp.down_proj", new Linear(width, c.intermediateSize(), biases.mlp()));
    }

    private void decoderNorm(String name, LanguageConfig c) {
        add(name + ".weight", c.hiddenSize());
        if (c.form().norm().kind().hasBias()) {
            add(name + ".bias", c.hiddenSize());
        }
    }

    private void projector(ProjectorConfig c) {
        if (c.inputNorm()) {
            norm("multi_modal_projector.norm", c.inputSize());
        }
        for (int n = 1; n <= c.kind().layers(); n++) {
            linear(
                    "multi_modal_projector.linear_" + n,
                    new Linear(c.outputsOf(n), c.inputsOf(n), c.bias()));
        }
    }
}
