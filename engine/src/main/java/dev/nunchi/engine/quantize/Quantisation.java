package dev.nunchi.engine.quantize;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quant.TensorFormat;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which tensors of a model are packed into which blocks.
///
/// | tensor | becomes |
/// |---|---|
/// | matrices of decoder layers | [#layers()] |
/// | embedding table, head | Q8_0: a head of 4 bits costs a KL divergence of 0.085 on the default model |
/// | everything else: norms, biases, vision tower, projector | stays as it is |
///
/// A matrix whose rows are not whole blocks stays as it is, too.
///
/// @param layers the format of decoder layers' matrices
/// @param rounding how scales are found
public record Quantisation(TensorFormat layers, Rounding rounding) {
    /// Raised whenever the same weights would be packed differently.
    public static final int VERSION = 1;

    /// `model.layers.0.self_attn.q_proj.weight` and its like, whatever stands before; the decoder's
    /// only, as towers keep theirs under a name with `vision` in it.
    private static final Pattern LAYER = Pattern.compile("(?:.*\\.)?layers\\.\\d+\\..+\\.weight");

    private static final Pattern TABLE =
            Pattern.compile("(?:.*\\.)?(?:embed_tokens|lm_head)\\.weight");
    private static final Pattern OTHER = Pattern.compile("vision|projector|encoder\\.");

    /// 4 bits: a scale a block when rounded to nearest (4.5 bits a weight); searched, a scale and a
    /// minimum (5 bits).
    public static Quantisation int4(Rounding rounding) {
        return new Quantisation(
                switch (rounding) {
                    case NEAREST -> TensorFormat.Q4_0;
                    case SEARCH -> TensorFormat.Q4_1;
                },
                rounding);
    }

    /// 8 bits and a scale a block: 8.5 bits a weight.
    public static Quantisation int8(Rounding rounding) {
        return new Quantisation(TensorFormat.Q8_0, rounding);
    }

    /// Bits of a weight of the decoder's layers, scales apart: 4 or 8.
    public int bits() {
        return layers == TensorFormat.Q8_0 ? 8 : 4;
    }

    /// The format for a tensor under the name that it has in its file; empty if it stays.
    public Optional<TensorFormat> formatOf(StoredTensor tensor) {
        var format = formatOf(tensor.name());
        boolean fits =
                tensor.shape().rank() == 2
                        && tensor.rowElements() % TensorFormat.Q8_0.blockSize() == 0;
        return fits ? format : Optional.empty();
    }

    private Optional<TensorFormat> formatOf(String name) {
        if (OTHER.matcher(name).find()) {
            return Optional.empty();
        }
        if (TABLE.matcher(name).matches()) {
            return Optional.of(TensorFormat.Q8_0);
        }
        return LAYER.matcher(name).matches() ? Optional.of(layers) : Optional.empty();
    }

    /// For people and logs, e.g. `Q4_1, searched`.
    @Override
    public String toString() {
        return switch (rounding) {
            case NEAREST -> layers.name();
            case SEARCH -> layers.name() + ", searched";
        };
    }
}
