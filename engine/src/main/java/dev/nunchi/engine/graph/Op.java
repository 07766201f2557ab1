package dev.nunchi.engine.graph;

import java.util.Map;

/// The operators that Nunchi's graphs are made of, each with its arity and attributes.
///
/// Standard ones as in [ONNX opset 21](https://onnx.ai/onnx/operators/); the rest are ONNX
/// Runtime's [contrib
/// operators](https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md). An op
/// that is missing here cannot be built, inferred, written or differentiated.
public enum Op {
    ADD("Add", 2, 2),
    SUB("Sub", 2, 2),
    MUL("Mul", 2, 2),
    DIV("Div", 2, 2),
    IDENTITY("Identity", 1, 1),
    ABS("Abs", 1, 1),
    SQRT("Sqrt", 1, 1),
    EXP("Exp", 1, 1),
    ERF("Erf", 1, 1),
    TANH("Tanh", 1, 1),
    SIGMOID("Sigmoid", 1, 1),
    SOFTMAX("Softmax", 1, 1, Map.of("axis", Attribute.Int.class)),
    MATMUL("MatMul", 2, 2),
    TRANSPOSE("Transpose", 1, 1, Map.of("perm", Attribute.Ints.class)),
    RESHAPE("Reshape", 2, 2),
    UNSQUEEZE("Unsqueeze", 2, 2),
    SQUEEZE("Squeeze", 2, 2),
    CONCAT("Concat", 1, Integer.MAX_VALUE, Map.of("axis", Attribute.Int.class)),
    /// Inputs: data, starts, ends, axes; constant and of one axis in our graphs.
    SLICE("Slice", 4, 4),
    /// Inputs: data, elements before and after, what they are, axes; of one axis in our graphs.
    PAD("Pad", 4, 4),
    GATHER("Gather", 2, 2, Map.of("axis", Attribute.Int.class)),
    /// Inputs: data, indices `[…, n]` into its `n` outermost axes, updates.
    SCATTER_ND("ScatterND", 3, 3, Map.of("reduction", Attribute.Text.class)),
    /// Inputs: data, indices `[…, n]` into its `n` outermost axes.
    GATHER_ND("GatherND", 2, 2),
    EXPAND("Expand", 2, 2),
    REDUCE_SUM("ReduceSum", 2, 2, Map.of("keepdims", Attribute.Int.class)),
    REDUCE_MEAN("ReduceMean", 2, 2, Map.of("keepdims", Attribute.Int.class)),
    REDUCE_MAX("ReduceMax", 2, 2, Map.of("keepdims", Attribute.Int.class)),
    EQUAL("Equal", 2, 2),
    /// Inputs: x, scale, zero point, whose type the result has.
    QUANTIZE_LINEAR("QuantizeLinear", 3, 3),
    CAST("Cast", 1, 1, Map.of("to", Attribute.Type.class)),
    BITWISE_AND("BitwiseAnd", 2, 2),
    BIT_SHIFT("BitShift", 2, 2, Map.of("direction", Attribute.Text.class)),
    LAYER_NORMALIZATION(
            "LayerNormalization",
            3,
            3,
            Map.of("axis", Attribute.Int.class, "epsilon", Attribute.Real.class)),
    CONV(
            "Conv",
            2,
            3,
            Map.of(
                    "group", Attribute.Int.class,
                    "pads", Attribute.Ints.class,
                    "strides", Attribute.Ints.class)),
    /// Inputs: data, minimum, maximum.
    CLIP("Clip", 3, 3),

    // ONNX Runtime only: fused forms.
    /// `alpha · a · b`, with the two innermost axes of `a` or `b` exchanged first where a flag is
    /// 1.
    FUSED_MATMUL(
            Domain.MICROSOFT,
            "FusedMatMul",
            2,
            2,
            Map.of(
                    "alpha", Attribute.Real.class,
                    "transA", Attribute.Int.class,
                    "transB", Attribute.Int.class)),
    GELU(Domain.MICROSOFT, "Gelu", 1, 1, Map.of()),
    QUICK_GELU(Domain.MICROSOFT, "QuickGelu", 1, 1, Map.of("alpha", Attribute.Real.class)),
    /// `x · rsqrt(mean(x²) + epsilon) · scale`; registered under the standard domain.
    SIMPLIFIED_LAYER_NORMALIZATION(
            "SimplifiedLayerNormalization",
            2,
            2,
            Map.of("axis", Attribute.Int.class, "epsilon", Attribute.Real.class)),
    /// Inputs: x `[B, S, heads·E]`, first position `[1]` int64, cos and sin caches; the first
    /// `rotary_embedding_dim` elements of every head are turned, 0 for all.
    ROTARY_EMBEDDING(
            Domain.MICROSOFT,
            "RotaryEmbedding",
            4,
            4,
            Map.of(
                    "num_heads", Attribute.Int.class,
                    "rotary_embedding_dim", Attribute.Int.class)),
    /// Inputs: input, skip, gamma; outputs: normalised, _, _, input + skip.
    SKIP_SIMPLIFIED_LAYER_NORMALIZATION(
            Domain.MICROSOFT,
            "SkipSimplifiedLayerNormalization",
            3,
            3,
            Map.of("epsilon", Attribute.Real.class)),
    /// Inputs: input, skip, gamma, beta; outputs: normalised, _, _, input + skip.
    SKIP_LAYER_NORMALIZATION(
            Domain.MICROSOFT,
            "SkipLayerNormalization",
            4,
            4,
            Map.of("epsilon", Attribute.Real.class)),
    /// Inputs: query, key, value, bias; all `[B, S, D]`.
    MULTI_HEAD_ATTENTION(
            Domain.MICROSOFT,
            "MultiHeadAttention",
            3,
            4,
            Map.of("num_heads", Attribute.Int.class, "scale", Attribute.Real.class)),
    /// Inputs: packed QKV `[B, S, (H + 2G)·E]`, _, _ or query, key, value apart; past key, past
    /// value `[B, G, T, E]`, seqlens_k `[B]` int32, total length int32, and with `do_rotary` cos
    /// and sin caches; outputs: `[B, S, H·E]`, present key, present value.
    GROUP_QUERY_ATTENTION(
            Domain.MICROSOFT,
            "GroupQueryAttention",
            7,
            9,
            Map.of(
                    "num_heads", Attribute.Int.class,
                    "kv_num_heads", Attribute.Int.class,
                    "do_rotary", Attribute.Int.class,
                    "rotary_interleaved", Attribute.Int.class,
                    "local_window_size", Attribute.Int.class,
                    "scale", Attribute.Real.class)),
    /// Inputs: A `[…, K]` uint8, B `[K, N]` int8, A's scale, B's scales `[N]`, A's zero point;
    /// output: float32.
    MATMUL_INTEGER_TO_FLOAT(Domain.MICROSOFT, "MatMulIntegerToFloat", 5, 5, Map.of()),
    /// Inputs: A `[…, K]`, B blocks `[N, K/32, 32·bits/8]` uint8, scales `[N·K/32]`, zero points in
    /// packed bits or none for the middle of the range.
    MATMUL_NBITS(
            Domain.MICROSOFT,
            "MatMulNBits",
            3,
            4,
            Map.of(
                    "K", Attribute.Int.class,
                    "N", Attribute.Int.class,
                    "bits", Attribute.Int.class,
                    "block_size", Attribute.Int.class,
                    "accuracy_level", Attribute.Int.class));

    /// Operator set names as ONNX spells them.
    public static final class Domain {
        public static final String STANDARD = "";
        public static final String MICROSOFT = "com.microsoft";

        private Domain() {}
    }

    private final String domain;
    private final String onnxName;
    private final int minInputs;
    private final int maxInputs;
    private final Map<String, Class<? extends Attribute>> attributes;

    Op(String onnxName, int minInputs, int maxInputs) {
        this(Domain.STANDARD, onnxName, minInputs, maxInputs, Map.of());
    }

    Op(
            String onnxName,
            int minInputs,
            int maxInputs,
            Map<String, Class<? extends Attribute>> attributes) {
        this(Domain.STANDARD, onnxName, minInputs, maxInputs, attributes);
    }

    Op(
            String domain,
            String onnxName,
            int minInputs,
            int maxInputs,
            Map<String, Class<? extends Attribute>> attributes) {
        this.domain = domain;
        this.onnxName = onnxName;
        this.minInputs = minInputs;
        this.maxInputs = maxInputs;
        this.attributes = attributes;
    }

    /// The operator set, see [Domain].
    public String domain() {
        return domain;
    }

    /// The operator's name in its set.
    public String onnxName() {
        return onnxName;
    }

    public int minInputs() {
        return minInputs;
    }

    public int maxInputs() {
        return maxInputs;
    }

    /// The attributes that every node of this op must carry, with their kinds.
    public Map<String, Class<? extends Attribute>> attributes() {
        return attributes;
    }
}
