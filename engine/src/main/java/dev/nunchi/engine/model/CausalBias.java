package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.OptionalInt;

/// What is added to the scores so that a token sees itself and what was before it, or only the
/// newest of that.
public final class CausalBias {
    /// Added to the score of a position that must not be seen.
    private static final float HIDDEN = -1e30f;

    private CausalBias() {}

    /// The window of a layer; empty if the layer sees everything, or the context is no longer than
    /// the window.
    public static OptionalInt window(LanguageConfig config, int layer) {
        return config.form()
                .window()
                .filter(window -> window.layers().contains(layer))
                .filter(window -> window.size() < LanguageModel.contextLength(config))
                .map(window -> OptionalInt.of(window.size()))
                .orElse(OptionalInt.empty());
    }

    /// `[1, 1, count, past + count]` float32.
    ///
    /// @param past tokens before
    /// @param count new tokens
    /// @param window how many tokens are seen, if not all
    public static Tensor of(int past, int count, OptionalInt window) {
        int total = past + count;
        var bias = new float[Math.multiplyExact(count, total)];
        for (int i = 0; i < count; i++) {
            int oldest = Math.max(past + i + 1 - window.orElse(total), 0);
            for (int j = 0; j < total; j++) {
                if (j < oldest || j > past + i) {
                    bias[i * total + j] = HIDDEN;
                }
            }
        }
        return Tensor.ofFloats(Shape.of(1, 1, count, total), bias);
    }
}
