package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.checkpoint.Rope;
import dev.nunchi.engine.graph.Weight;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

/// Cosines and sines of every position, `[positions, E/2]` float32 each.
///
/// Source: Su et al., [RoFormer](https://arxiv.org/abs/2104.09864); scaling as in transformers'
/// `modeling_rope_utils.py`.
record RotaryTable(Weight cos, Weight sin) {
    static RotaryTable of(LanguageConfig config) {
        int half = config.headDim() / 2;
        int positions = LanguageModel.contextLength(config);
        var cos = new float[Math.multiplyExact(positions, half)];
        var sin = new float[cos.length];
        for (int i = 0; i < half; i++) {
            // Angles are float32 products in the reference; doubles here would differ from it.
            float frequency = (float) frequency(config, i);
            for (int p = 0; p < positions; p++) {
                float angle = p * frequency;
                cos[p * half + i] = (float) Math.cos(angle);
                sin[p * half + i] = (float) Math.sin(angle);
            }
        }
        var shape = Shape.of(positions, half);
        return new RotaryTable(
                Weight.of(Tensor.ofFloats(shape, cos)), Weight.of(Tensor.ofFloats(shape, sin)));
    }

    private static double frequency(LanguageConfig config, int pair) {
        var rope = config.rope();
        double frequency = Math.pow(rope.theta(), -2.0 * pair / config.headDim());
        return switch (rope.scaling()) {
            case Rope.None _ -> frequency;
            case Rope.Llama3 scaling -> scaled(frequency, scaling);
        };
    }

    private static double scaled(double frequency, Rope.Llama3 scaling) {
        double wavelength = 2 * Math.PI / frequency;
        double original = scaling.originalContext();
        if (wavelength < original / scaling.highFreq()) {
            return frequency;
        }
        if (wavelength > original / scaling.lowFreq()) {
            return frequency / scaling.factor();
        }
        double smooth =
                (original / wavelength - scaling.lowFreq())
                        / (scaling.highFreq() - scaling.lowFreq());
        return (1 - smooth) * frequency / scaling.factor() + smooth * frequency;
    }
}
