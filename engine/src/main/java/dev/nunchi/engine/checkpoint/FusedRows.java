package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Takes matrices apart that are stored as one because they have one input, as Phi-3's are; nothing
/// is copied. The head of a model whose head is its embedding table is left out.
final class FusedRows {
    private FusedRows() {}

    /// Whether there is a head that is no copy of the embedding table. It is then the model's,
    /// whatever `tie_word_embeddings` says, as in transformers: a model may have been tied before
    /// it was trained further.
    static boolean hasOwnHead(Map<String, StoredTensor> tensors) {
        var head = tensors.get("lm_head.weight");
        var table = tensors.get("model.embed_tokens.weight");
        return head != null && table != null && !head.hasBytesOf(table);
    }

    static Map<String, StoredTensor> apart(Map<String, StoredTensor> tensors, LanguageConfig config)
            throws CheckpointException {
        var all = new LinkedHashMap<String, StoredTensor>();
        for (var tensor : tensors.values()) {
            var joint = JointMatrix.find(config, tensor.name());
            if (joint.isPresent()) {
                add(all, tensor, joint.get());
            } else {
                all.put(tensor.name(), tensor);
            }
        }
        if (config.tiedHead()) {
            all.remove("lm_head.weight");
        }
        return Collections.unmodifiableMap(all);
    }

    private static void add(Map<String, StoredTensor> all, StoredTensor tensor, JointMatrix joint)
            throws CheckpointException {
        if (tensor.shape().rank() == 0 || tensor.shape().dim(0) != joint.rows()) {
            throw new CheckpointException(
                    Path.of("config.json"),
                    tensor.name(),
                    "has shape %s, the configuration calls for %d rows"
                            .formatted(tensor.shape(), joint.rows()));
        }
        long from = 0;
        for (var part : joint.parts()) {
            String name = joint.nameOf(part, tensor.name());
            all.put(name, tensor.slice(from, from + part.rows()).renamed(name));
            from += part.rows();
        }
    }
}
