package dev.nunchi.engine.model;

/// What the training graphs' inputs and outputs are called. Gradients have the names of `autodiff`.
public final class TrainingNames {
    /// `[B, S, D]` or `[rows, D]` float32: what a layer, the final norm or the head is given.
    public static final String HIDDEN = "hidden";

    /// As [#HIDDEN]: what a layer or the final norm makes of it.
    public static final String HIDDEN_OUT = "hidden_out";

    /// `[1, 1, R·S, S]` float32, of the `R` query heads of a group: 0 or a very negative number.
    public static final String ATTENTION_BIAS = DecoderNames.ATTENTION_BIAS;

    /// What layers that see the newest tokens only are given as [#ATTENTION_BIAS].
    public static final String WINDOW_BIAS = DecoderNames.WINDOW_BIAS;

    /// `[S, R/2]` float32: cosines of the positions' angles.
    public static final String COS = "cos";

    /// As [#COS].
    public static final String SIN = "sin";

    /// `[rows, 2]` int64: example and position of the rows that the last layer is asked for.
    public static final String PLACES = "places";

    /// `[rows, 1]` float32: the largest logit of each row.
    public static final String MAXIMUM = "maximum";

    /// `[rows, 1]` float32: `Σ exp(logit − maximum)`.
    public static final String SUM = "sum";

    /// `[rows, D]` float32: `Σ exp(logit − maximum) · W`.
    public static final String WEIGHTED = "weighted";

    /// `[rows, Dv]` float32: the rows of pictures that the projector is given.
    public static final String VISION_ROWS = "vision_rows";

    /// `[rows, 1]` float32: `ln Σ exp logit` over the whole vocabulary.
    public static final String LOG_SUM = "log_sum";

    /// `[rows, V]` float32.
    public static final String LOGITS = DecoderNames.LOGITS;

    /// `[V, D]` float32: `softmax(l)ᵀ · h`.
    public static final String HEAD_GRADIENT = "head_gradient";

    /// What a low-rank update's factor `A [r, in]` adds to its module's name.
    public static final String LORA_A = ".lora_A.weight";

    /// As [#LORA_A], of `B [out, r]`.
    public static final String LORA_B = ".lora_B.weight";

    private TrainingNames() {}

    /// `[K/32, 32, 32]` float32: sums of `x·xᵀ` over all positions, of each 32 channels.
    public static String moments(MatrixInput input) {
        return "moments." + input;
    }

    /// An output of a layer that its backward pass takes, see [ActivationMemory#KEEP].
    public static String kept(String value) {
        return "kept." + value;
    }
}
