package dev.nunchi.engine.text.jinja;

import static java.util.Map.entry;

import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.jinja.Texts.Side;

import java.util.Map;
import java.util.function.IntPredicate;

/// The methods of strings, mappings and lists that leave their object as it is.
final class Methods {
    private static final Map<String, TextMethod> OF_TEXT =
            Map.ofEntries(
                    entry("strip", (t, a, r) -> Texts.strip(t, Side.BOTH, stripped(a))),
                    entry("lstrip", (t, a, r) -> Texts.strip(t, Side.LEFT, stripped(a))),
                    entry("rstrip", (t, a, r) -> Texts.strip(t, Side.RIGHT, stripped(a))),
                    entry("upper", (t, a, r) -> Texts.upper(t, r)),
                    entry("lower", (t, a, r) -> Texts.lower(t, r)),
                    entry("title", (t, a, r) -> Texts.title(t, r)),
                    entry("capitalize", (t, a, r) -> Texts.capitalize(t, r)),
                    entry("split", Methods::split),
                    entry("rsplit", Methods::splitFromRight),
                    entry("startswith", (t, a, r) -> affix(a, r, t.string()::startsWith)),
                    entry("endswith", (t, a, r) -> affix(a, r, t.string()::endsWith)),
                    entry("replace", Methods::replace),
                    entry("join", Methods::join));

    private static final Map<String, DictMethod> OF_DICT =
            Map.of(
                    "get", (d, a, r) -> get(d, a),
                    "items", (d, a, r) -> new Value.Seq(Iteration.pairs(d)),
                    "keys", (d, a, r) -> new Value.Seq(Iteration.keys(d)),
                    "values", (d, a, r) -> new Value.Seq(Iteration.values(d)));

    private Methods() {}

    @FunctionalInterface
    private interface TextMethod {
        Value call(Text self, Arguments arguments, Rendering rendering) throws TemplateException;
    }

    @FunctionalInterface
    private interface DictMethod {
        Value call(Value.Dict self, Arguments arguments, Rendering rendering)
                throws TemplateException;
    }

    @FunctionalInterface
    private interface Affix {
        boolean test(String affix);
    }

    static Value call(Value self, String name, Arguments arguments, Rendering rendering)
            throws TemplateException {
        if (self instanceof Text text && OF_TEXT.containsKey(name)) {
            return OF_TEXT.get(name).call(text, arguments, rendering);
        }
        if (self instanceof Value.Dict dict && OF_DICT.containsKey(name)) {
            return OF_DICT.get(name).call(dict, arguments, rendering);
        }
        if (self instanceof Value.Loop loop && name.equals("cycle")) {
            var values = arguments.positional();
            if (!values.isEmpty()) {
                return values.get(loop.index0() % values.size());
            }
        }
        throw rendering.problem("%s has no method '%s'".formatted(Operators.typeName(self), name));
    }

    static Text text(Arguments arguments, int index, Rendering rendering) throws TemplateException {
        if (index < arguments.positional().size()
                && arguments.positional().get(index) instanceof Text text) {
            return text;
        }
        throw rendering.problem("argument %d: expected a string".formatted(index + 1));
    }

    /// A count that may be left out or negative, which both mean no limit.
    static long limit(Arguments arguments, int index, String name, Rendering rendering)
            throws TemplateException {
        var given = arguments.get(index, name);
        if (given.isEmpty() || given.get() instanceof Value.None) {
            return Long.MAX_VALUE;
        }
        long limit =
                Operators.wholeNumber(given.get())
                        .orElseThrow(() -> rendering.problem(name + ": expected a whole number"));
        return limit < 0 ? Long.MAX_VALUE : limit;
    }

    static IntPredicate stripped(Arguments arguments) {
        return arguments.get(0, "chars").orElse(Value.NONE) instanceof Text characters
                ? c -> characters.string().indexOf(c) >= 0
                : Spaces::isSpace;
    }

    private static Value split(Text self, Arguments arguments, Rendering rendering)
            throws TemplateException {
        var separator = arguments.get(0, "sep").orElse(Value.NONE);
        return new Value.Seq(
                separator instanceof Text by
                        ? Texts.split(
                                self, by, limit(arguments, 1, "maxsplit", rendering), rendering)
                        : Texts.words(self, rendering));
    }

    private static Value splitFromRight(Text self, Arguments arguments, Rendering rendering)
            throws TemplateException {
        long limit = limit(arguments, 1, "maxsplit", rendering);
        return new Value.Seq(
                Texts.splitFromRight(self, text(arguments, 0, rendering), limit, rendering));
    }

    /// One affix, or a tuple of them.
    private static Value affix(Arguments arguments, Rendering rendering, Affix test)
            throws TemplateException {
        if (!arguments.positional().isEmpty()
                && arguments.positional().getFirst() instanceof Value.Seq(var affixes)) {
            return Value.Bool.of(
                    affixes.stream().anyMatch(a -> a instanceof Text t && test.test(t.string())));
        }
        return Value.Bool.of(test.test(text(arguments, 0, rendering).string()));
    }

    static Value replace(Text self, Arguments arguments, Rendering rendering)
            throws TemplateException {
        return Texts.replace(
                self,
                text(arguments, 0, rendering),
                text(arguments, 1, rendering),
                limit(arguments, 2, "count", rendering),
                rendering);
    }

    private static Value join(Text self, Arguments arguments, Rendering rendering)
            throws TemplateException {
        var items = arguments.get(0, "iterable").orElse(new Value.Undefined("iterable"));
        return Texts.join(Iteration.items(items, rendering), self, rendering);
    }

    private static Value get(Value.Dict self, Arguments arguments) {
        var key = arguments.get(0, "key").orElse(Value.NONE);
        var value = Tests.isScalar(key) ? self.entries().get(key) : null;
        return value != null ? value : arguments.get(1, "default").orElse(Value.NONE);
    }
}
