package dev.nunchi.engine.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values of a call.
record Arguments(List<Value> positional, Map<String, Value> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /// @param index the argument's place
    /// @param name its name, should the caller use that; empty for arguments without one
    Optional<Value> get(int index, String name) {
        return index < positional.size()
                ? Optional.of(positional.get(index))
                : Optional.ofNullable(named.get(name));
    }

    /// All but the first positional ones.
    Arguments skip(int count) {
        return new Arguments(
                positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }
}
