package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.DecoderForm.Biases;
import dev.nunchi.engine.error.EngineException;

import java.util.Optional;

/// Qwen2 and Qwen2.5: Llama with biases of query, key and value, and a sliding window in the upper
/// layers where it is switched on.
final class QwenFamily implements TextFamily {
    private static final int WINDOW = 4096;
    private static final int LAYERS_BELOW_WINDOW = 28;

    @Override
    public String title() {
        return "Qwen2";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(
                4096, 22_016, 32, 32, Optional.of(32), Optional.empty(), 151_936, 32_768, false);
    }

    @Override
    public DecoderForm form(ConfigNode node, double epsilon, int layers) throws EngineException {
        var window =
                node.flag("use_sliding_window", false)
                        ? HfWindow.above(
                                node,
                                WINDOW,
                                node.integer("max_window_layers", LAYERS_BELOW_WINDOW),
                                layers)
                        : Optional.<SlidingWindow>empty();
        return DecoderForm.llama(epsilon)
                .withActivation(Activation.of(node.text("hidden_act").orElse("silu")))
                .withBiases(new Biases(true, false, false))
                .withWindow(window);
    }
}
