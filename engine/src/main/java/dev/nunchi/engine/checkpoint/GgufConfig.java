package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.List;

/// Reads a language model's configuration from GGUF metadata.
final class GgufConfig {
    private static final int MAX_SIZE = 1 << 24;

    private final GgufFile gguf;
    private final GgufMetadata metadata;

    private GgufConfig(GgufFile gguf) {
        this.gguf = gguf;
        this.metadata = gguf.metadata();
    }

    static LanguageConfig read(GgufFile gguf) throws EngineException {
        return new GgufConfig(gguf).language();
    }

    private LanguageConfig language() throws EngineException {
        requirePlainLlama();
        int hiddenSize = size("llama.embedding_length");
        int numHeads = size("llama.attention.head_count");
        int numKvHeads = size("llama.attention.head_count_kv", numHeads);
        int headDim = size("llama.attention.key_length", Math.max(hiddenSize / numHeads, 1));
        require(numHeads % numKvHeads == 0, "head_count_kv does not divide head_count");
        require(headDim % 2 == 0, "an odd head size");
        require(
                size("llama.rope.dimension_count", headDim) == headDim,
                "rope.dimension_count is not the head size");
        return new LanguageConfig(
                "Llama",
                hiddenSize,
                size("llama.feed_forward_length"),
                size("llama.block_count"),
                numHeads,
                numKvHeads,
                headDim,
                vocabSize(),
                size("llama.context_length"),
                new Rope(positive("llama.rope.freq_base", 10_000), headDim, new Rope.None()),
                DecoderForm.llama(positive("llama.attention.layer_norm_rms_epsilon", 1e-5)),
                !gguf.tensors().containsKey("output.weight"));
    }

    private void requirePlainLlama() throws EngineException {
        String architecture = metadata.text("general.architecture").orElse("none");
        if (!architecture.equals("llama")) {
            throw new UnsupportedModelException(
                    "GGUF architecture '" + architecture + "'", List.of("llama"));
        }
        String scaling = metadata.text("llama.rope.scaling.type").orElse("none");
        if (!scaling.equals("none") || gguf.tensors().containsKey("rope_freqs.weight")) {
            throw new UnsupportedModelException("rope scaling in a GGUF file", List.of("none"));
        }
        if (gguf.tensors().containsKey("blk.0.attn_q.bias")) {
            throw new UnsupportedModelException("attention bias in a llama GGUF file", List.of());
        }
        if (metadata.integer("llama.attention.sliding_window").orElse(0) > 0) {
            throw new UnsupportedModelException("sliding_window", List.of());
        }
        if (metadata.integer("llama.expert_count").orElse(0) > 0) {
            throw new UnsupportedModelException("a mixture of experts", List.of());
        }
    }

    private int vocabSize() throws CheckpointException {
        var table = gguf.tensors().get("token_embd.weight");
        if (table == null) {
            throw new CheckpointException(gguf.file().path(), "token_embd.weight", "is missing");
        }
        return size("llama.vocab_size", Math.toIntExact(Math.min(table.rows(), MAX_SIZE)));
    }

    private int size(String key) throws CheckpointException {
        require(metadata.keys().contains(key), "metadata '%s' is missing".formatted(key));
        return size(key, 1);
    }

    private int size(String key, int byDefault) throws CheckpointException {
        long size = metadata.integer(key).orElse(byDefault);
        require(size >= 1 && size <= MAX_SIZE, "%s is %d".formatted(key, size));
        return (int) size;
    }

    private double positive(String key, double byDefault) throws CheckpointException {
        double number = metadata.number(key).orElse(byDefault);
        require(number > 0 && Double.isFinite(number), "%s is %s".formatted(key, number));
        return number;
    }

    private void require(boolean condition, String problem) throws CheckpointException {
        if (!condition) {
            throw new CheckpointException(gguf.file().path(), problem);
        }
    }
}
