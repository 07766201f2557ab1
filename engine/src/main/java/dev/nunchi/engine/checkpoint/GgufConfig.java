package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.checkpoint.DecoderForm.Biases;
import dev.nunchi.engine.checkpoint.DecoderForm.NormKind;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads a language model's configuration from GGUF metadata: writes it as the `config.json` it was
/// converted from and has that read, so that every family of [TextFamily] is known here, too.
///
/// | `ARCHITECTURE.` | `config.json` |
/// |---|---|
/// | `embedding_length`, `feed_forward_length`, `block_count` | `hidden_size`, `intermediate_size`, `num_hidden_layers` |
/// | `attention.head_count`, `attention.head_count_kv`, `attention.key_length` | `num_attention_heads`, `num_key_value_heads`, `head_dim` |
/// | `attention.layer_norm_rms_epsilon`, `attention.layer_norm_epsilon` | `rms_norm_eps`, `layer_norm_eps` |
/// | `attention.sliding_window` | `sliding_window` |
/// | `context_length`, `vocab_size`, `rope.freq_base` | `max_position_embeddings`, `vocab_size`, `rope_theta` |
/// | `rope.scaling.{type,factor,original_context_length,attn_factor}` | `rope_scaling` |
/// | tensors `rope_freqs`, `rope_factors_short` | divisors of the rotary frequencies |
/// | no tensor `output` | `tie_word_embeddings` |
///
/// Source: `gguf-py/gguf/constants.py` and `convert_hf_to_gguf.py` of llama.cpp.
final class GgufConfig {
    /// By `general.architecture`. A family that [TextFamily] has is a row here.
    private static final Map<String, String> MODEL_TYPES =
            new TreeMap<>(
                    Map.of(
                            "llama", "llama",
                            "qwen2", "qwen2",
                            "phi3", "phi3",
                            "gemma", "gemma",
                            "stablelm", "stablelm"));

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_SIZE = 1 << 24;

    private final GgufFile gguf;
    private final GgufMetadata metadata;
    private final String architecture;

    private GgufConfig(GgufFile gguf) throws CheckpointException {
        this.gguf = gguf;
        this.metadata = gguf.metadata();
        this.architecture = architecture(gguf);
    }

    static String architecture(GgufFile gguf) throws CheckpointException {
        return gguf.metadata().text("general.architecture").orElse("none");
    }

    static LanguageConfig read(GgufFile gguf) throws EngineException {
        return new GgufConfig(gguf).language();
    }

    private LanguageConfig language() throws EngineException {
        String modelType = modelType();
        if (metadata.integer(key("expert_count")).orElse(0) > 0) {
            throw new UnsupportedModelException("a mixture of experts", List.of());
        }
        var node = new ConfigNode(gguf.file().path(), "", json());
        var read = HfText.read(node, modelType, node);
        requireWholeHeads(read);
        var rope = rope(read);
        return new LanguageConfig(
                read.family(),
                read.hiddenSize(),
                read.intermediateSize(),
                read.numLayers(),
                read.numHeads(),
                read.numKvHeads(),
                read.headDim(),
                read.vocabSize(),
                rope.usable(read.contextLength()),
                rope,
                form(read.form()),
                read.tiedHead());
    }

    /// Mistral's files say `llama`, as Llama's own do; a window sets the older ones apart.
    private String modelType() throws EngineException {
        String known = MODEL_TYPES.get(architecture);
        if (known == null) {
            throw new UnsupportedModelException(
                    "GGUF architecture '" + architecture + "'", List.copyOf(MODEL_TYPES.keySet()));
        }
        boolean window = metadata.integer(key("attention.sliding_window")).orElse(0) > 0;
        return architecture.equals("llama") && window ? "mistral" : known;
    }

    private ObjectNode json() throws CheckpointException {
        var json = JSON.createObjectNode();
        for (String required :
                List.of(
                        "embedding_length",
                        "feed_forward_length",
                        "block_count",
                        "attention.head_count",
                        "context_length")) {
            require(
                    metadata.keys().contains(key(required)),
                    "metadata '%s' is missing".formatted(key(required)));
        }
        size(json, "hidden_size", "embedding_length");
        size(json, "intermediate_size", "feed_forward_length");
        size(json, "num_hidden_layers", "block_count");
        size(json, "num_attention_heads", "attention.head_count");
        json.set("num_key_value_heads", json.get("num_attention_heads"));
        size(json, "num_key_value_heads", "attention.head_count_kv");
        size(json, "head_dim", "attention.key_length");
        size(json, "max_position_embeddings", "context_length");
        size(json, "sliding_window", "attention.sliding_window");
        json.put("use_sliding_window", json.has("sliding_window"));
        json.put("vocab_size", vocabSize());
        number(json, "rms_norm_eps", "attention.layer_norm_rms_epsilon");
        number(json, "layer_norm_eps", "attention.layer_norm_epsilon");
        number(json, "rope_theta", "rope.freq_base");
        json.put("partial_rotary_factor", turningPart(json));
        json.put("tie_word_embeddings", !has("output.weight"));
        json.put("use_parallel_residual", flag("use_parallel_residual"));
        json.put("qk_layernorm", has("blk.0.attn_q_norm.weight"));
        scaling(json);
        return json;
    }

    /// The part of a head that turns, which is rounded down to a number of elements again.
    private double turningPart(ObjectNode json) throws CheckpointException {
        int heads = Math.max(json.path("num_attention_heads").asInt(1), 1);
        int shared = Math.max(json.path("hidden_size").asInt(1) / heads, 1);
        int headDim = Math.max(json.path("head_dim").asInt(shared), 1);
        long dims = integer("rope.dimension_count", headDim);
        require(dims > 0 && dims <= headDim, "rope.dimension_count is " + dims);
        return dims == headDim ? 1 : (dims + 0.5) / headDim;
    }

    private void scaling(ObjectNode json) throws CheckpointException {
        // Linear where no type is named, under another key in the first files: as llama.cpp does.
        String type = metadata.text(key("rope.scaling.type")).orElse("linear");
        boolean named = metadata.keys().contains(key("rope.scaling.factor"));
        String factor = named ? "rope.scaling.factor" : "rope.scale_linear";
        boolean scaled = metadata.number(key(factor)).orElse(0) != 0;
        if (type.equals("none") || hasDivisors() || (type.equals("linear") && !scaled)) {
            return;
        }
        var scaling = json.putObject("rope_scaling").put("rope_type", type);
        number(scaling, "factor", factor);
        number(scaling, "attention_factor", "rope.scaling.attn_factor");
        number(scaling, "beta_fast", "rope.scaling.yarn_beta_fast");
        number(scaling, "beta_slow", "rope.scaling.yarn_beta_slow");
        size(scaling, "original_max_position_embeddings", "rope.scaling.original_context_length");
    }

    private boolean hasDivisors() {
        return has("rope_freqs.weight") || has("rope_factors_short.weight");
    }

    /// Llama 3's scaling comes as a divisor for each pair, LongRoPE's as two lists of them.
    private Rope rope(LanguageConfig read) throws CheckpointException {
        if (!hasDivisors()) {
            return read.rope();
        }
        int dims = read.rope().dims();
        boolean plain = has("rope_freqs.weight");
        var stored = gguf.tensors().get(plain ? "rope_freqs.weight" : "rope_factors_short.weight");
        if (stored == null || !stored.format().holdsReals() || stored.shape().count() != dims / 2) {
            throw new CheckpointException(
                    gguf.file().path(),
                    "the divisors of rotary frequencies are not %d numbers".formatted(dims / 2));
        }
        var divisors = new ArrayList<Double>();
        for (float divisor : stored.toFloats()) {
            require(divisor > 0 && Float.isFinite(divisor), "a divisor of " + divisor);
            divisors.add((double) divisor);
        }
        int context = read.contextLength();
        double attention = plain ? 1 : longRopeAttention(context);
        int usable =
                plain ? context : (int) integer("rope.scaling.original_context_length", context);
        return new Rope(read.rope().theta(), dims, new Rope.LongRope(divisors, attention, usable));
    }

    private double longRopeAttention(int contextLength) throws CheckpointException {
        double original = integer("rope.scaling.original_context_length", contextLength);
        double factor = integer("context_length", contextLength) / original;
        double inferred = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
        double attention = metadata.number(key("rope.scaling.attn_factor")).orElse(inferred);
        require(attention > 0 && Double.isFinite(attention), "attn_factor is " + attention);
        return attention;
    }

    /// What the tensors say: which biases are there, and that Gemma's norms are counted from zero,
    /// since the converter adds the one.
    private DecoderForm form(DecoderForm read) {
        var biases =
                new Biases(
                        has("blk.0.attn_q.bias") || has("blk.0.attn_qkv.bias"),
                        has("blk.0.attn_output.bias"),
                        has("blk.0.ffn_down.bias"));
        var form = read.withBiases(biases);
        return read.norm().kind() == NormKind.RMS_PLUS_ONE ? form.withNorm(NormKind.RMS) : form;
    }

    /// The rows' order of a Llama file is undone head by head, all of whose elements turn.
    private void requireWholeHeads(LanguageConfig read) throws CheckpointException {
        require(
                !architecture.equals("llama") || read.rope().dims() == read.headDim(),
                "rope.dimension_count is not the head size");
    }

    private int vocabSize() throws CheckpointException {
        var table = gguf.tensors().get("token_embd.weight");
        if (table == null) {
            throw new CheckpointException(gguf.file().path(), "token_embd.weight", "is missing");
        }
        long size = integer("vocab_size", Math.min(table.rows(), MAX_SIZE));
        require(size >= 1 && size <= MAX_SIZE, "vocab_size is " + size);
        return (int) size;
    }

    /// Llama.cpp writes 0 for what is switched off.
    private void size(ObjectNode json, String name, String key) throws CheckpointException {
        long size = integer(key, 0);
        require(size >= 0 && size <= MAX_SIZE, "%s is %d".formatted(key(key), size));
        if (size > 0) {
            json.put(name, (int) size);
        } else if (metadata.keys().contains(key(key))) {
            json.putNull(name);
        }
    }

    private void number(ObjectNode json, String name, String key) throws CheckpointException {
        var number = metadata.number(key(key));
        if (number.isPresent()) {
            require(
                    Double.isFinite(number.getAsDouble()),
                    "%s is %s".formatted(key(key), number.getAsDouble()));
            json.put(name, number.getAsDouble());
        }
    }

    private long integer(String key, long byDefault) throws CheckpointException {
        return metadata.integer(key(key)).orElse(byDefault);
    }

    private boolean flag(String key) throws CheckpointException {
        return metadata.flag(key(key)).orElse(false);
    }

    private boolean has(String tensor) {
        return gguf.tensors().containsKey(tensor);
    }

    private String key(String name) {
        return architecture + "." + name;
    }

    private void require(boolean condition, String problem) throws CheckpointException {
        if (!condition) {
            throw new CheckpointException(gguf.file().path(), problem);
        }
    }
}
