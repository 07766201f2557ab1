package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;

import java.util.Optional;

/// Phi-3: Llama whose matrices of one input are stored as one ([FusedRows]), with an optional
/// sliding window, and LongRoPE in the versions for long contexts.
final class PhiFamily implements TextFamily {
    static final String TITLE = "Phi-3";

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(
                3072, 8192, 32, 32, Optional.empty(), Optional.empty(), 32_064, 4096, false);
    }

    @Override
    public DecoderForm form(ConfigNode node, double epsilon, int layers) throws EngineException {
        return DecoderForm.llama(epsilon)
                .withActivation(Activation.of(node.text("hidden_act").orElse("silu")))
                .withWindow(HfWindow.everywhere(node, 0, layers));
    }

    @Override
    public double defaultEpsilon() {
        return 1e-5;
    }
}
