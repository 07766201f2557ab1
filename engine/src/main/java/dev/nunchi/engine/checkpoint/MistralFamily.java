package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;

import java.util.Optional;

/// Mistral: Llama with a sliding window in every layer, which later versions switch off.
final class MistralFamily implements TextFamily {
    private static final int WINDOW = 4096;

    @Override
    public String title() {
        return "Mistral";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(
                4096, 14_336, 32, 32, Optional.of(8), Optional.empty(), 32_000, 131_072, false);
    }

    @Override
    public DecoderForm form(ConfigNode node, double epsilon, int layers) throws EngineException {
        return DecoderForm.llama(epsilon)
                .withActivation(Activation.of(node.text("hidden_act").orElse("silu")))
                .withWindow(HfWindow.everywhere(node, WINDOW, layers));
    }
}
