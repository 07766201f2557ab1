package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Attributes, subscripts and slices. What is not there is [Value.Undefined], as in Jinja.
final class Lookup {
    private Lookup() {}

    /// `target.name`, where it is no method.
    static Value attribute(Value target, String name, Rendering rendering)
            throws TemplateException {
        return switch (target) {
            case Value.Dict(var entries) -> found(entries.get(Text.layout(name)), name);
            case Value.Namespace(var variables) -> found(variables.get(name), name);
            case Value.Loop loop -> loopAttribute(loop, name);
            case Value.Undefined(var undefined) ->
                    throw rendering.problem(
                            "'%s' is undefined and has no '%s'".formatted(undefined, name));
            default -> new Value.Undefined(name);
        };
    }

    /// `target[key]`
    static Value subscript(Value target, Value key, Rendering rendering) throws TemplateException {
        if (target instanceof Value.Dict(var entries)) {
            var name = Printer.toText(key, rendering).string();
            return Tests.isScalar(key) ? found(entries.get(key), name) : new Value.Undefined(name);
        }
        if (key instanceof Text name) {
            return attribute(target, name.string(), rendering);
        }
        var index = Operators.wholeNumber(key);
        if (index.isEmpty()) {
            throw rendering.problem("a subscript is a " + Operators.typeName(key));
        }
        return item(target, index.getAsLong(), rendering);
    }

    private static Value item(Value target, long index, Rendering rendering)
            throws TemplateException {
        int size = size(target, rendering);
        int at = Math.clamp(index < 0 ? index + size : index, -1, size);
        if (at < 0 || at == size) {
            return new Value.Undefined("item " + index);
        }
        return target instanceof Value.Seq(var items)
                ? items.get(at)
                : ((Text) target).slice(at, at + 1);
    }

    private static int size(Value target, Rendering rendering) throws TemplateException {
        return switch (target) {
            case Value.Seq(var items) -> items.size();
            case Text text -> {
                rendering.countWork(text.string().length() / Operators.CHARACTERS_PER_STEP);
                yield text.characters();
            }
            default ->
                    throw rendering.problem(
                            "%s has no items".formatted(Operators.typeName(target)));
        };
    }

    /// `target[from:to:step]`, with Python's rules for what is left out, negative or too large.
    static Value slice(Value target, Bounds bounds, Rendering rendering) throws TemplateException {
        int size = size(target, rendering);
        long step = bounds.step().orElse(1L);
        if (step == 0) {
            throw rendering.problem("a slice's step is 0");
        }
        int from = bound(bounds.from(), size, step, step > 0 ? 0 : size - 1);
        int to = bound(bounds.to(), size, step, step > 0 ? size : -1);
        if (target instanceof Text text && step == 1) {
            return text.slice(Math.min(from, to), to);
        }
        var picked = pick(Iteration.items(target, rendering), from, to, step);
        return target instanceof Text
                ? Texts.join(picked, Text.layout(""), rendering)
                : new Value.Seq(picked);
    }

    /// The numbers of a slice, where given.
    record Bounds(Optional<Long> from, Optional<Long> to, Optional<Long> step) {}

    private static int bound(Optional<Long> given, int size, long step, int absent) {
        if (given.isEmpty()) {
            return absent;
        }
        long index = given.get() < 0 ? given.get() + size : given.get();
        return step > 0 ? Math.clamp(index, 0, size) : Math.clamp(index, -1, size - 1);
    }

    private static List<Value> pick(List<Value> items, int from, int to, long step) {
        var picked = new ArrayList<Value>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            picked.add(items.get((int) i));
        }
        return picked;
    }

    /// An attribute, or attributes of attributes joined by points.
    static Value path(Value target, Value path, Rendering rendering) throws TemplateException {
        if (!(path instanceof Text names)) {
            return subscript(target, path, rendering);
        }
        var value = target;
        for (var name : names.string().split("\\.")) {
            value = attribute(value, name, rendering);
        }
        return value;
    }

    private static Value found(@Nullable Value value, String name) {
        return value != null ? value : new Value.Undefined(name);
    }

    private static Value loopAttribute(Value.Loop loop, String name) {
        int index = loop.index0();
        int length = loop.items().size();
        return switch (name) {
            case "index" -> new Value.Int(index + 1L);
            case "index0" -> new Value.Int(index);
            case "revindex" -> new Value.Int(length - index);
            case "revindex0" -> new Value.Int(length - index - 1L);
            case "first" -> Value.Bool.of(index == 0);
            case "last" -> Value.Bool.of(index == length - 1);
            case "length" -> new Value.Int(length);
            case "depth" -> new Value.Int(loop.depth0() + 1L);
            case "depth0" -> new Value.Int(loop.depth0());
            case "previtem" -> index > 0 ? loop.items().get(index - 1) : new Value.Undefined(name);
            case "nextitem" ->
                    index + 1 < length ? loop.items().get(index + 1) : new Value.Undefined(name);
            default -> new Value.Undefined(name);
        };
    }
}
