package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.checkpoint.Rope;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

/// Cosines and sines of every position, `[positions, R/2]` float32 each.
///
/// Source: Su et al., [RoFormer](https://arxiv.org/abs/2104.09864); scaling as in transformers'
/// `modeling_rope_utils.py`.
record RotaryTable(Tensor cos, Tensor sin) {
    /// Of all positions that the model was made for.
    static RotaryTable of(LanguageConfig config) {
        return of(config, LanguageModel.contextLength(config));
    }

    /// Of the first positions.
    static RotaryTable of(LanguageConfig config, int positions) {
        var rope = config.rope();
        int half = rope.dims() / 2;
        float factor = (float) attentionFactor(rope.scaling());
        var cos = new float[Math.multiplyExact(positions, half)];
        var sin = new float[cos.length];
        for (int i = 0; i < half; i++) {
            // Angles are float32 products in the reference; doubles here would differ from it.
            float frequency = (float) frequency(rope, i);
            for (int p = 0; p < positions; p++) {
                float angle = p * frequency;
                cos[p * half + i] = factor * (float) Math.cos(angle);
                sin[p * half + i] = factor * (float) Math.sin(angle);
            }
        }
        var shape = Shape.of(positions, half);
        return new RotaryTable(Tensor.ofFloats(shape, cos), Tensor.ofFloats(shape, sin));
    }

    private static double attentionFactor(Rope.Scaling scaling) {
        return switch (scaling) {
            case Rope.None _, Rope.Linear _, Rope.Llama3 _ -> 1;
            case Rope.Yarn yarn -> yarn.attentionFactor();
            case Rope.LongRope longRope -> longRope.attentionFactor();
        };
    }

    private static double frequency(Rope rope, int pair) {
        double frequency = Math.pow(rope.theta(), -2.0 * pair / rope.dims());
        return switch (rope.scaling()) {
            case Rope.None _ -> frequency;
            case Rope.Linear(double factor) -> frequency / factor;
            case Rope.Llama3 scaling -> scaled(frequency, scaling);
            case Rope.Yarn scaling -> scaled(frequency, pair, scaling);
            case Rope.LongRope scaling -> frequency / scaling.divisors().get(pair);
        };
    }

    private static double scaled(double frequency, int pair, Rope.Yarn scaling) {
        // A ramp of no length would divide by zero; the reference widens it so, too.
        double end = scaling.high() == scaling.low() ? scaling.high() + 0.001 : scaling.high();
        double ramp = Math.clamp((pair - scaling.low()) / (end - scaling.low()), 0, 1);
        return frequency / scaling.factor() * ramp + frequency * (1 - ramp);
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
