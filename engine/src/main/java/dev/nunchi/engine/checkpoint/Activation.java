package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.Arrays;

/// Activation functions, by the names of Hugging Face's `ACT2FN`.
public enum Activation {
    /// `x · Φ(x)` with the error function.
    GELU("gelu"),
    /// The tanh approximation of GELU.
    GELU_TANH("gelu_pytorch_tanh"),
    /// `x · σ(1.702 x)`.
    QUICK_GELU("quick_gelu"),
    /// `x · σ(x)`.
    SILU("silu");

    private final String hfName;

    Activation(String hfName) {
        this.hfName = hfName;
    }

    /// As a `config.json` spells it.
    public String hfName() {
        return hfName;
    }

    static Activation of(String name) throws UnsupportedModelException {
        if (name.equals("gelu_new") || name.equals("gelu_fast")) {
            // other spellings of the same formula
            return GELU_TANH;
        }
        for (var activation : values()) {
            if (activation.hfName.equals(name)) {
                return activation;
            }
        }
        throw new UnsupportedModelException(
                "activation '" + name + "'",
                Arrays.stream(values()).map(Activation::hfName).toList());
    }
}
