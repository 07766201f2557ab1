package dev.nunchi.engine.chat;

import java.util.Map;
import java.util.Optional;

/// A model with each of its adapters and without any.
///
/// @param adapted by the adapter's name
record Variants(Variant base, Map<String, Variant> adapted) {
    Variants {
        adapted = Map.copyOf(adapted);
    }

    /// The model with an adapter, or without.
    ///
    /// @throws IllegalArgumentException if it was not opened with that adapter
    Variant get(Optional<String> adapter) {
        if (adapter.isEmpty()) {
            return base;
        }
        var variant = adapted.get(adapter.get());
        if (variant == null) {
            throw new IllegalArgumentException(
                    "the model was opened with the adapters %s, not with %s"
                            .formatted(adapted.keySet(), adapter.get()));
        }
        return variant;
    }
}
