package dev.nunchi.engine.text.jinja;

import static java.util.Map.entry;

import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.jinja.Texts.Side;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What may stand behind `|`.
final class Filters {
    private static final Map<String, Filter> FILTERS =
            Map.ofEntries(
                    entry(
                            "trim",
                            (v, a, r) -> Texts.strip(text(v, r), Side.BOTH, Methods.stripped(a))),
                    entry("upper", (v, a, r) -> Texts.upper(text(v, r), r)),
                    entry("lower", (v, a, r) -> Texts.lower(text(v, r), r)),
                    entry("title", (v, a, r) -> Texts.title(text(v, r), r)),
                    entry("capitalize", (v, a, r) -> Texts.capitalize(text(v, r), r)),
                    entry("replace", (v, a, r) -> Methods.replace(text(v, r), a, r)),
                    entry("string", (v, a, r) -> text(v, r)),
                    entry("safe", (v, a, r) -> v),
                    entry("tojson", Filters::toJson),
                    entry("length", (v, a, r) -> length(v, r)),
                    entry("count", (v, a, r) -> length(v, r)),
                    entry("int", Filters::toInt),
                    entry("float", (v, a, r) -> new Value.Real(toReal(v).orElse(0.0))),
                    entry("default", Filters::byDefault),
                    entry("d", Filters::byDefault),
                    entry("list", (v, a, r) -> new Value.Seq(Iteration.items(v, r))),
                    entry("first", (v, a, r) -> item(v, r, List::getFirst)),
                    entry("last", (v, a, r) -> item(v, r, List::getLast)),
                    entry("join", Filters::join),
                    entry("items", (v, a, r) -> pairs(v, r)),
                    entry("map", Filters::map),
                    entry("select", (v, a, r) -> select(v, r, i -> passes(i, a, r))),
                    entry("reject", (v, a, r) -> select(v, r, i -> !passes(i, a, r))),
                    entry("selectattr", (v, a, r) -> select(v, r, i -> attributePasses(i, a, r))),
                    entry("rejectattr", (v, a, r) -> select(v, r, i -> !attributePasses(i, a, r))));

    private Filters() {}

    @FunctionalInterface
    private interface Filter {
        Value apply(Value value, Arguments arguments, Rendering rendering) throws TemplateException;
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds(Value item) throws TemplateException;
    }

    @FunctionalInterface
    private interface Choice {
        Value from(List<Value> items);
    }

    static Value apply(String name, Value value, Arguments arguments, Rendering rendering)
            throws TemplateException {
        var filter = FILTERS.get(name);
        if (filter == null) {
            throw rendering.problem("unknown filter '%s'".formatted(name));
        }
        return filter.apply(value, arguments, rendering);
    }

    private static Text text(Value value, Rendering rendering) throws TemplateException {
        return Printer.toText(value, rendering);
    }

    private static Value toJson(Value value, Arguments arguments, Rendering rendering)
            throws TemplateException {
        var indent = Operators.wholeNumber(arguments.get(0, "indent").orElse(Value.NONE));
        return JsonPrinter.print(value, indent.orElse(0), rendering);
    }

    private static Value length(Value value, Rendering rendering) throws TemplateException {
        return new Value.Int(
                value instanceof Text text
                        ? text.characters()
                        : Iteration.items(value, rendering).size());
    }

    private static Value toInt(Value value, Arguments arguments, Rendering rendering) {
        var number = toReal(value);
        return number.isPresent()
                ? new Value.Int(number.get().longValue())
                : arguments.get(0, "default").orElse(new Value.Int(0));
    }

    private static Optional<Double> toReal(Value value) {
        var number = Operators.number(value);
        if (number.isPresent()) {
            return Optional.of(number.getAsDouble());
        }
        try {
            return value instanceof Text text
                    ? Optional.of(Double.valueOf(text.string().strip()))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Value byDefault(Value value, Arguments arguments, Rendering rendering) {
        boolean replacesFalse = Operators.isTrue(arguments.get(1, "boolean").orElse(Value.FALSE));
        return value instanceof Value.Undefined || (replacesFalse && !Operators.isTrue(value))
                ? arguments.get(0, "default_value").orElse(Text.layout(""))
                : value;
    }

    private static Value item(Value value, Rendering rendering, Choice choice)
            throws TemplateException {
        var items = Iteration.items(value, rendering);
        return items.isEmpty() ? new Value.Undefined("item of an empty list") : choice.from(items);
    }

    private static Value join(Value value, Arguments arguments, Rendering rendering)
            throws TemplateException {
        var separator = text(arguments.get(0, "d").orElse(Text.layout("")), rendering);
        var attribute = arguments.get(1, "attribute");
        var items = Iteration.items(value, rendering);
        return Texts.join(
                attribute.isPresent() ? attributes(items, attribute.get(), rendering) : items,
                separator,
                rendering);
    }

    private static Value pairs(Value value, Rendering rendering) throws TemplateException {
        return switch (value) {
            case Value.Dict dict -> new Value.Seq(Iteration.pairs(dict));
            case Value.Undefined _ -> new Value.Seq(List.of());
            default -> throw rendering.problem("items: expected a mapping");
        };
    }

    /// `map(attribute='role')` or `map('upper')`.
    private static Value map(Value value, Arguments arguments, Rendering rendering)
            throws TemplateException {
        var items = Iteration.items(value, rendering);
        rendering.countElements(items.size());
        var attribute = Optional.ofNullable(arguments.named().get("attribute"));
        if (attribute.isPresent()) {
            return new Value.Seq(attributes(items, attribute.get(), rendering));
        }
        var name = Methods.text(arguments, 0, rendering).string();
        var mapped = new ArrayList<Value>();
        for (var item : items) {
            mapped.add(apply(name, item, arguments.skip(1), rendering));
        }
        return new Value.Seq(mapped);
    }

    private static List<Value> attributes(List<Value> items, Value name, Rendering rendering)
            throws TemplateException {
        var attributes = new ArrayList<Value>();
        for (var item : items) {
            attributes.add(Lookup.path(item, name, rendering));
        }
        return attributes;
    }

    private static Value select(Value value, Rendering rendering, Condition condition)
            throws TemplateException {
        var selected = new ArrayList<Value>();
        for (var item : Iteration.items(value, rendering)) {
            rendering.countWork(1);
            if (condition.holds(item)) {
                selected.add(item);
            }
        }
        return new Value.Seq(selected);
    }

    private static boolean passes(Value item, Arguments arguments, Rendering rendering)
            throws TemplateException {
        if (arguments.positional().isEmpty()) {
            return Operators.isTrue(item);
        }
        var test = Methods.text(arguments, 0, rendering).string();
        return Tests.passes(test, item, arguments.skip(1), rendering);
    }

    private static boolean attributePasses(Value item, Arguments arguments, Rendering rendering)
            throws TemplateException {
        var attribute = Lookup.path(item, Methods.text(arguments, 0, rendering), rendering);
        return passes(attribute, arguments.skip(1), rendering);
    }
}
