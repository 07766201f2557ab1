package dev.nunchi.engine.chat;

import java.util.Map;
import java.util.Optional;

/// A model as it answers by itself, and with each of the adapters it was opened with.
///
/// @param own as it ships, or by its weights alone
/// @param adapted by the adapter's name
record Variants(Variant own, Map<String, Variant> adapted) {
    Variants {
        adapted = Map.copyOf(adapted);
    }

    /// The model with an adapter, or as it answers by itself.
    ///
    /// @throws IllegalArgumentException if it was not opened with that adapter
    Variant get(Optional<String> adapter) {
        if (adapter.isEmpty()) {
            return own;
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
