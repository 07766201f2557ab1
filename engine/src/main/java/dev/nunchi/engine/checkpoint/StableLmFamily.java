package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.DecoderForm.Biases;
import dev.nunchi.engine.checkpoint.DecoderForm.NormKind;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;
import java.util.Optional;

/// StableLM: LayerNorm, and heads of which a quarter turns.
final class StableLmFamily implements TextFamily {
    private static final double TURNING = 0.25;

    @Override
    public String title() {
        return "StableLM";
    }

    @Override
    public Defaults defaults() {
        return new Defaults(
                2560, 6912, 32, 32, Optional.of(32), Optional.empty(), 50_304, 4096, false);
    }

    @Override
    public DecoderForm form(ConfigNode node, double epsilon, int layers) throws EngineException {
        for (String key : List.of("qk_layernorm", "use_parallel_residual")) {
            if (node.flag(key, false)) {
                throw new UnsupportedModelException("StableLM with " + key, List.of("false"));
            }
        }
        return DecoderForm.llama(epsilon)
                .withNorm(NormKind.LAYER)
                .withActivation(Activation.of(node.text("hidden_act").orElse("silu")))
                .withBiases(new Biases(node.flag("use_qkv_bias", false), false, false));
    }

    @Override
    public String epsilonKey() {
        return "layer_norm_eps";
    }

    @Override
    public double rotaryPart() {
        return TURNING;
    }

    @Override
    public double defaultEpsilon() {
        return 1e-5;
    }
}
