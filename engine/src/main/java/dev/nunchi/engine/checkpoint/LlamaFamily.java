package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.DecoderForm.Biases;
import dev.nunchi.engine.error.EngineException;

import java.util.Optional;

/// Llama and Vicuna: the form that the others are compared with.
final class LlamaFamily implements TextFamily {
    @Override
    public String title() {
        return "Llama";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(
                4096, 11008, 32, 32, Optional.empty(), Optional.empty(), 32_000, 2048, false);
    }

    @Override
    public DecoderForm form(ConfigNode node, double epsilon, int layers) throws EngineException {
        boolean attention = node.flag("attention_bias", false);
        return DecoderForm.llama(epsilon)
                .withActivation(Activation.of(node.text("hidden_act").orElse("silu")))
                .withBiases(new Biases(attention, attention, node.flag("mlp_bias", false)));
    }
}
