package dev.nunchi.engine.checkpoint;

import java.util.List;
import java.util.Optional;

/// Linear layers of one input whose matrices are stored as one, the rows of each part behind those
/// of the part before, as Phi-3's are.
///
/// @param module within a layer, with the dot before it: `.self_attn.qkv_proj`
/// @param parts from the first row to the last
public record JointMatrix(String module, List<Part> parts) {
    /// A linear layer of its own.
    ///
    /// @param module within a layer, with the dot before it: `.self_attn.q_proj`
    public record Part(String module, long rows) {}

    /// A row of a part.
    ///
    /// @param name of the part's tensor
    /// @param row counted from the part's first
    public record Place(String name, long row) {}

    public JointMatrix {
        parts = List.copyOf(parts);
    }

    /// What may be stored as one of a decoder layer.
    public static List<JointMatrix> of(LanguageConfig config) {
        long queries = (long) config.numHeads() * config.headDim();
        long keys = (long) config.numKvHeads() * config.headDim();
        long inner = config.intermediateSize();
        return List.of(
                new JointMatrix(
                        ".self_attn.qkv_proj",
                        List.of(
                                new Part(".self_attn.q_proj", queries),
                                new Part(".self_attn.k_proj", keys),
                                new Part(".self_attn.v_proj", keys))),
                new JointMatrix(
                        ".mlp.gate_up_proj",
                        List.of(
                                new Part(".mlp.gate_proj", inner),
                                new Part(".mlp.up_proj", inner))));
    }

    /// What the family's own implementation has as one, whatever the layout of a file: nothing, but
    /// in Phi-3.
    public static List<JointMatrix> ofFamily(LanguageConfig config) {
        return config.family().equals(PhiFamily.TITLE) ? of(config) : List.of();
    }

    /// The one that a tensor belongs to.
    ///
    /// @param tensor a canonical name, such as `model.layers.0.self_attn.qkv_proj.weight`
    public static Optional<JointMatrix> find(LanguageConfig config, String tensor) {
        return of(config).stream().filter(matrix -> matrix.holds(tensor)).findFirst();
    }

    /// Whether a tensor, or a module, is one of this kind.
    public boolean holds(String name) {
        return name.contains(module + ".") || name.endsWith(module);
    }

    /// Of all parts.
    public long rows() {
        return parts.stream().mapToLong(Part::rows).sum();
    }

    /// The name of a part's tensor, or module.
    ///
    /// @param joint the name of the joint one
    public String nameOf(Part part, String joint) {
        return joint.replace(module, part.module());
    }

    /// Where a row belongs.
    ///
    /// @param joint the name of the joint tensor
    /// @param row of it, below [#rows]
    public Place place(String joint, long row) {
        long left = row;
        for (var part : parts) {
            if (left < part.rows()) {
                return new Place(nameOf(part, joint), left);
            }
            left -= part.rows();
        }
        throw new IndexOutOfBoundsException("row %d of %d".formatted(row, rows()));
    }
}
