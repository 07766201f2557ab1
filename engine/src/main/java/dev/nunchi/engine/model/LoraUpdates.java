package dev.nunchi.engine.model;

import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

/// Low-rank updates of linear layers.
sealed interface LoraUpdates permits LoraInputs, LoraConstants {
    /// @param x what the group's linear layers take
    /// @param y their results, end to end
    /// @return `y` with their updates added
    Value add(Scope scope, LoraGroup group, Value x, Value y);
}
