package dev.nunchi.engine.text.jinja;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// The variables that a statement sees. Assignments stay in the innermost scope.
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Value> variables = new HashMap<>();

    /// @param outer null for the outermost
    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    Value get(String name) {
        for (var scope = this; scope != null; scope = scope.outer) {
            var value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Value.Undefined(name);
    }

    void set(String name, Value value) {
        variables.put(name, value);
    }
}
