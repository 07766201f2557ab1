package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.util.List;
import java.util.Map;

/// What `for`, filters and unpacking see of a value.
final class Iteration {
    private Iteration() {}

    /// The items of a list, the characters of a text, the keys of a mapping; none of an undefined.
    static List<Value> items(Value value, Rendering rendering) throws TemplateException {
        return switch (value) {
            case Value.Seq(var items) -> items;
            case Value.Dict dict -> keys(dict);
            case Value.Undefined _ -> List.of();
            case Text text -> {
                rendering.countElements(text.characters());
                yield text.split();
            }
            default ->
                    throw rendering.problem(
                            "cannot go through a value of type " + Operators.typeName(value));
        };
    }

    static List<Value> keys(Value.Dict dict) {
        return List.copyOf(dict.entries().keySet());
    }

    static List<Value> values(Value.Dict dict) {
        return List.copyOf(dict.entries().values());
    }

    /// Key and value pairs, in order.
    static List<Value> pairs(Value.Dict dict) {
        return dict.entries().entrySet().stream().map(Iteration::pair).toList();
    }

    private static Value pair(Map.Entry<Value, Value> entry) {
        return new Value.Seq(List.of(entry.getKey(), entry.getValue()));
    }
}
