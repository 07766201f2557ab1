package dev.nunchi.engine.quantize;

import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which tensors of a model are packed into which blocks, under the names of any layout.
///
/// | tensor | becomes |
/// |---|---|
/// | matrices of decoder layers | [#layers()] |
/// | embedding table, head | Q8_0: a head of 4 bits costs a KL divergence of 0.085 on the default model |
/// | matrices of a vision transformer's layers | [#tower()] |
/// | everything else: norms, biases, patches, positions, projector | stays as it is |
///
/// A matrix whose rows are not whole blocks stays as it is, too.
///
/// @param layers the format of decoder layers' matrices
/// @param rounding how scales are found
/// @param tower whether towers are packed
public record Quantisation(TensorFormat layers, Rounding rounding, Tower tower) {
    /// Raised whenever the same weights would be packed differently.
    public static final int VERSION = 3;

    /// What becomes of a vision tower's matrices.
    public enum Tower {
        /// They stay.
        STORED,
        /// Q8_0. Compare features afterwards ([FeatureMeter]).
        PACKED
    }

    /// `model.layers.0.self_attn.q_proj.weight` and its like, whatever stands before; in GGUF
    /// `blk.0.attn_q.weight`. Towers' layers are called alike.
    private static final Pattern LAYER =
            Pattern.compile("(?:.*\\.)?(?:layers?|blk)\\.\\d+\\..+\\.weight");

    private static final Pattern TABLE =
            Pattern.compile(
                    "(?:.*\\.)?(?:embed_tokens|lm_head)\\.weight|(?:token_embd|output)\\.weight");

    private static final Pattern TOWER = Pattern.compile("vision|encoder\\.|^v\\.");
    private static final Pattern PROJECTOR = Pattern.compile("projector|^mm\\.");

    /// Leaves towers as they are stored.
    public Quantisation(TensorFormat layers, Rounding rounding) {
        this(layers, rounding, Tower.STORED);
    }

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

    /// The same with the vision tower packed, too.
    public Quantisation withTower() {
        return new Quantisation(layers, rounding, Tower.PACKED);
    }

    /// The same for the language model alone.
    public Quantisation ofLanguage() {
        return new Quantisation(layers, rounding, Tower.STORED);
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

    /// Whether it pays to know the matrices' inputs: a search to 8 bits has nothing left to gain.
    public boolean gainsByInputs() {
        return rounding == Rounding.SEARCH && bits() == 4;
    }

    /// Whether a tensor belongs to a layer of the language model, under the name it has in its
    /// file.
    static boolean isDecoderLayer(String name) {
        return LAYER.matcher(name).matches()
                && !TOWER.matcher(name).find()
                && !PROJECTOR.matcher(name).find();
    }

    /// What a tensor is after packing: blocks and whole numbers stay what they are.
    public TensorFormat targetOf(StoredTensor tensor) {
        var format = tensor.format();
        boolean floats = format.dtype().map(DType::isFloat).orElse(false);
        return floats ? formatOf(tensor).orElse(format) : format;
    }

    private Optional<TensorFormat> formatOf(String name) {
        if (PROJECTOR.matcher(name).find()) {
            return Optional.empty();
        }
        boolean isLayer = LAYER.matcher(name).matches();
        if (TOWER.matcher(name).find()) {
            return isLayer && tower == Tower.PACKED
                    ? Optional.of(TensorFormat.Q8_0)
                    : Optional.empty();
        }
        if (TABLE.matcher(name).matches()) {
            return Optional.of(TensorFormat.Q8_0);
        }
        return isLayer ? Optional.of(layers) : Optional.empty();
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
