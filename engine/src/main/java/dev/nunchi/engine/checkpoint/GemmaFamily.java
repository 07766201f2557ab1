package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.DecoderForm.Biases;
import dev.nunchi.engine.checkpoint.DecoderForm.NormKind;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;
import java.util.Optional;

/// Gemma, the first: norms whose weights are counted from one, a GELU gate, words scaled by the
/// root of the width, large heads.
final class GemmaFamily implements TextFamily {
    private static final String TANH_GELU = "gelu_pytorch_tanh";

    static final String TITLE = "Gemma";

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Defaults defaults() {
        return new Defaults(
                3072, 24_576, 28, 16, Optional.of(16), Optional.of(256), 256_000, 8192, true);
    }

    @Override
    public DecoderForm form(ConfigNode node, double epsilon, int layers) throws EngineException {
        if (node.flag("use_bidirectional_attention", false)) {
            throw new UnsupportedModelException("use_bidirectional_attention", List.of("false"));
        }
        // The first files said `gelu` and meant the approximation; the newer key says what is
        // meant.
        String activation = node.text("hidden_act").orElse(TANH_GELU);
        boolean attention = node.flag("attention_bias", false);
        int width = node.size("hidden_size", defaults().hiddenSize());
        return DecoderForm.llama(epsilon)
                .withNorm(NormKind.RMS_PLUS_ONE)
                .withActivation(Activation.of(node.text("hidden_activation").orElse(activation)))
                .withBiases(new Biases(attention, attention, false))
                .withEmbeddingScale(Math.sqrt(width));
    }
}
