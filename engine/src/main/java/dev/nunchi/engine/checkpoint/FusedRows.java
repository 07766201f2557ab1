package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.CheckpointException;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes matrices apart that are stored as one because they have one input, as Phi-3's are; nothing
/// is copied. The head of a model whose head is its embedding table is left out.
final class FusedRows {
    /// A part of a fused matrix.
    private record Part(String name, long rows) {}

    private FusedRows() {}

    static Map<String, StoredTensor> apart(Map<String, StoredTensor> tensors, LanguageConfig config)
            throws CheckpointException {
        long queries = (long) config.numHeads() * config.headDim();
        long keys = (long) config.numKvHeads() * config.headDim();
        long inner = config.intermediateSize();
        var fused =
                Map.of(
                        ".self_attn.qkv_proj.",
                        List.of(
                                new Part(".self_attn.q_proj.", queries),
                                new Part(".self_attn.k_proj.", keys),
                                new Part(".self_attn.v_proj.", keys)),
                        ".mlp.gate_up_proj.",
                        List.of(
                                new Part(".mlp.gate_proj.", inner),
                                new Part(".mlp.up_proj.", inner)));
        var all = new LinkedHashMap<String, StoredTensor>();
        for (var tensor : tensors.values()) {
            var kind =
                    fused.entrySet().stream()
                            .filter(row -> tensor.name().contains(row.getKey()))
                            .findFirst();
            if (kind.isPresent()) {
                add(all, tensor, kind.get().getKey(), kind.get().getValue());
            } else {
                all.put(tensor.name(), tensor);
            }
        }
        if (config.tiedHead()) {
            all.remove("lm_head.weight");
        }
        return Collections.unmodifiableMap(all);
    }

    private static void add(
            Map<String, StoredTensor> all, StoredTensor tensor, String kind, List<Part> parts)
            throws CheckpointException {
        long rows = parts.stream().mapToLong(Part::rows).sum();
        if (tensor.shape().rank() == 0 || tensor.shape().dim(0) != rows) {
            throw new CheckpointException(
                    Path.of("config.json"),
                    tensor.name(),
                    "has shape %s, the configuration calls for %d rows"
                            .formatted(tensor.shape(), rows));
        }
        long from = 0;
        for (var part : parts) {
            String name = tensor.name().replace(kind, part.name());
            all.put(name, tensor.slice(from, from + part.rows()).renamed(name));
            from += part.rows();
        }
    }
}
