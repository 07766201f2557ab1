package dev.nunchi.engine.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// A low-rank update of linear layers: `y = W·x + scale · B·(A·x)`, with `A [r, in]` and `B [out,
/// r]`. Source: Hu et al., [LoRA](https://arxiv.org/abs/2106.09685).
///
/// @param rank `r`, at least 1
/// @param alpha finite and above 0
/// @param targets the linear layers of every decoder layer that are updated; at least one
public record LoraConfig(int rank, double alpha, Set<LoraTarget> targets) {
    public LoraConfig {
        if (rank < 1) {
            throw new IllegalArgumentException("rank " + rank);
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("alpha " + alpha);
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("no targets");
        }
        targets = Collections.unmodifiableSet(EnumSet.copyOf(targets));
    }

    /// An update of every linear layer.
    public static LoraConfig ofAll(int rank, double alpha) {
        return new LoraConfig(rank, alpha, EnumSet.allOf(LoraTarget.class));
    }

    /// What the product of the factors is multiplied by: `alpha / rank`.
    public double scale() {
        return alpha / rank;
    }
}
