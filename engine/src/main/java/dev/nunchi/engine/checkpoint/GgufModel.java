package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A language model in a GGUF file, in our terms.
final class GgufModel {
    private final GgufFile gguf;
    private final GgufMetadata metadata;
    private final LanguageConfig config;

    GgufModel(GgufFile gguf) throws EngineException {
        this.gguf = gguf;
        this.metadata = gguf.metadata();
        this.config = GgufConfig.read(gguf);
    }

    MappedFile file() {
        return gguf.file();
    }

    LanguageConfig config() {
        return config;
    }

    /// The tensors under canonical names, q and k rows in Hugging Face's order.
    Map<String, StoredTensor> tensors() throws CheckpointException {
        var tensors =
                new LinkedHashMap<>(
                        CheckpointParts.named(gguf.file(), gguf.tensors(), TensorNames.GGUF));
        var order = new RowOrder.InterleavedHalves(config.headDim());
        tensors.replaceAll((name, tensor) -> isRotated(tensor) ? tensor.reordered(order) : tensor);
        return tensors;
    }

    private boolean isRotated(StoredTensor tensor) {
        boolean query = tensor.name().endsWith(".q_proj.weight");
        boolean key = tensor.name().endsWith(".k_proj.weight");
        // Rows that are not whole heads are left alone; verify() names them.
        return (query || key) && tensor.rows() % config.headDim() == 0;
    }

    GgufMetadata metadata() {
        return metadata;
    }

    ModelTexts texts() throws CheckpointException {
        return new ModelTexts(
                metadata.text("tokenizer.chat_template"), specialTokens(), generation());
    }

    private SpecialTokenTexts specialTokens() throws CheckpointException {
        return new SpecialTokenTexts(
                token("bos"), token("eos"), token("padding"), token("unknown"));
    }

    private Optional<String> token(String kind) throws CheckpointException {
        long id = metadata.integer("tokenizer.ggml.%s_token_id".formatted(kind)).orElse(-1);
        return metadata.textAt("tokenizer.ggml.tokens", id);
    }

    /// What ends an answer; a GGUF file says nothing about sampling.
    private GenerationDefaults generation() throws CheckpointException {
        long eos = metadata.integer("tokenizer.ggml.eos_token_id").orElse(-1);
        boolean known = eos >= 0 && eos < config.vocabSize();
        return new GenerationDefaults(
                known ? List.of((int) eos) : List.of(),
                false,
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
