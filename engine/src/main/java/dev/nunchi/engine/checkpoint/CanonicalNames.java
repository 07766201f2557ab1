package dev.nunchi.engine.checkpoint;

import java.util.Optional;

/// What other programs' tensors are called in a [Checkpoint].
public final class CanonicalNames {
    private CanonicalNames() {}

    /// The canonical name of a tensor of a Hugging Face or original LLaVA file; empty if no model
    /// has such a tensor. Files of a projector alone may leave out `model.`.
    public static Optional<String> of(String stored) {
        return TensorNames.HUGGING_FACE
                .canonical(stored)
                .or(() -> TensorNames.ORIGINAL.canonical(stored))
                .or(() -> TensorNames.ORIGINAL.canonical("model." + stored));
    }
}
