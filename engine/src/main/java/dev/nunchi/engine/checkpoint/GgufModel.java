package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// A language model in a GGUF file, in our terms.
final class GgufModel {
    private static final String IMAGE_TOKEN = "<image>";
    private static final Pattern ROTATED = Pattern.compile("\\.[qk]_proj\\.(weight|bias)$");
    private static final List<String> TURN_ENDS =
            List.of("<|im_end|>", "<|eot_id|>", "<|end|>", "<end_of_turn>");

    private final GgufFile gguf;
    private final GgufMetadata metadata;
    private final LanguageConfig config;

    GgufModel(GgufFile gguf) throws EngineException {
        this.gguf = gguf;
        this.metadata = gguf.metadata();
        long parts = metadata.integer("split.count").orElse(1);
        if (parts > 1) {
            throw new UnsupportedModelException(
                    "a GGUF model split over %d files".formatted(parts),
                    List.of("one file, as `llama-gguf-split --merge` makes it"));
        }
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
        return FusedRows.apart(joined(), config);
    }

    /// The tensors as they lie in the file, matrices of one input as one, under canonical names.
    Map<String, StoredTensor> joined() throws CheckpointException {
        var tensors =
                new LinkedHashMap<>(
                        CheckpointParts.named(gguf.file(), gguf.tensors(), TensorNames.GGUF));
        if (!gguf.tensors().containsKey("blk.0.ffn_gate.weight")) {
            // Phi-3's gate comes with the matrix beside it.
            return renamed(tensors, ".mlp.up_proj.", ".mlp.gate_up_proj.");
        }
        // Only Llama's converter reorders rows.
        if (GgufConfig.architecture(gguf).equals("llama")) {
            var order = new RowOrder.InterleavedHalves(config.headDim());
            tensors.replaceAll((_, tensor) -> isRotated(tensor) ? tensor.reordered(order) : tensor);
        }
        return tensors;
    }

    private static Map<String, StoredTensor> renamed(
            Map<String, StoredTensor> tensors, String from, String to) {
        var renamed = new LinkedHashMap<String, StoredTensor>();
        for (var tensor : tensors.values()) {
            String name = tensor.name().replace(from, to);
            renamed.put(name, tensor.renamed(name));
        }
        return renamed;
    }

    private boolean isRotated(StoredTensor tensor) {
        boolean turned = ROTATED.matcher(tensor.name()).find();
        long rows = tensor.shape().rank() == 0 ? 0 : tensor.shape().dim(0);
        // Rows that are not whole heads are left alone; verify() names them.
        return turned && rows % config.headDim() == 0;
    }

    GgufMetadata metadata() {
        return metadata;
    }

    ModelTexts texts() throws CheckpointException {
        return new ModelTexts(
                metadata.text("tokenizer.chat_template"), specialTokens(), generation());
    }

    /// The id of the token that stands for a picture, if the vocabulary has one.
    OptionalInt imageTokenId() throws CheckpointException {
        int id = metadata.texts("tokenizer.ggml.tokens").indexOf(IMAGE_TOKEN);
        return id >= 0 && id < config.vocabSize() ? OptionalInt.of(id) : OptionalInt.empty();
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
        return new GenerationDefaults(
                List.copyOf(endTokens()),
                false,
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /// End of text, of a turn and of a message. Older files name the first only, though chat models
    /// end with the second, so that is looked for by its text.
    private Set<Integer> endTokens() throws CheckpointException {
        var ids = new LinkedHashSet<Integer>();
        for (String kind : List.of("eos", "eot", "eom")) {
            add(ids, metadata.integer("tokenizer.ggml.%s_token_id".formatted(kind)).orElse(-1));
        }
        if (!metadata.keys().contains("tokenizer.ggml.eot_token_id")) {
            var tokens = metadata.texts("tokenizer.ggml.tokens");
            for (String text : TURN_ENDS) {
                add(ids, tokens.indexOf(text));
            }
        }
        return ids;
    }

    private void add(Set<Integer> ids, long id) {
        if (id >= 0 && id < config.vocabSize()) {
            ids.add((int) id);
        }
    }
}
