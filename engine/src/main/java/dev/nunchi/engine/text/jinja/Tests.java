package dev.nunchi.engine.text.jinja;

import static java.util.Map.entry;

import dev.nunchi.engine.error.TemplateException;

import java.util.Map;
import java.util.function.IntPredicate;

/// What may stand behind `is`, and names the conditions of `select` and its like.
final class Tests {
    private static final Map<String, Test> TESTS =
            Map.ofEntries(
                    entry("defined", (v, a, o) -> !(v instanceof Value.Undefined)),
                    entry("undefined", (v, a, o) -> v instanceof Value.Undefined),
                    entry("none", (v, a, o) -> v instanceof Value.None),
                    entry("string", (v, a, o) -> v instanceof Text),
                    entry("mapping", (v, a, o) -> v instanceof Value.Dict),
                    entry("sequence", (v, a, o) -> isIterable(v)),
                    entry("iterable", (v, a, o) -> isIterable(v)),
                    entry("number", (v, a, o) -> Operators.number(v).isPresent()),
                    entry("integer", (v, a, o) -> v instanceof Value.Int),
                    entry("float", (v, a, o) -> v instanceof Value.Real),
                    entry("boolean", (v, a, o) -> v instanceof Value.Bool),
                    entry("true", (v, a, o) -> v.equals(Value.TRUE)),
                    entry("false", (v, a, o) -> v.equals(Value.FALSE)),
                    entry("callable", (v, a, o) -> v instanceof Value.Function),
                    entry("odd", (v, a, o) -> Operators.wholeNumber(v).orElse(0) % 2 != 0),
                    entry("even", (v, a, o) -> Operators.wholeNumber(v).orElse(1) % 2 == 0),
                    entry(
                            "divisibleby",
                            (v, a, o) ->
                                    o.equal(o.apply(Operator.REMAINDER, v, a), new Value.Int(0))),
                    entry(
                            "lower",
                            (v, a, o) -> v instanceof Text t && isCased(t, Character::isLowerCase)),
                    entry(
                            "upper",
                            (v, a, o) -> v instanceof Text t && isCased(t, Character::isUpperCase)),
                    entry("in", (v, a, o) -> o.contains(a, v)),
                    entry("sameas", (v, a, o) -> isScalar(v) && v.equals(a)),
                    entry("equalto", (v, a, o) -> o.equal(v, a)),
                    entry("eq", (v, a, o) -> o.equal(v, a)),
                    entry("ne", (v, a, o) -> !o.equal(v, a)),
                    entry("lt", (v, a, o) -> o.compare(v, a) < 0),
                    entry("le", (v, a, o) -> o.compare(v, a) <= 0),
                    entry("gt", (v, a, o) -> o.compare(v, a) > 0),
                    entry("ge", (v, a, o) -> o.compare(v, a) >= 0));

    /// Other spellings; `==` and its like only reach a test by name, in `select('==', x)`.
    private static final Map<String, String> ALIASES =
            Map.of(
                    "==", "eq",
                    "!=", "ne",
                    "<", "lt",
                    "<=", "le",
                    ">", "gt",
                    ">=", "ge",
                    "lessthan", "lt",
                    "greaterthan", "gt");

    private Tests() {}

    @FunctionalInterface
    private interface Test {
        boolean passes(Value value, Value argument, Operators operators) throws TemplateException;
    }

    static boolean passes(String name, Value value, Arguments arguments, Rendering rendering)
            throws TemplateException {
        var test = TESTS.get(ALIASES.getOrDefault(name, name));
        if (test == null) {
            throw rendering.problem("unknown test '%s'".formatted(name));
        }
        var argument = arguments.get(0, "other").orElse(new Value.Undefined("argument"));
        return test.passes(value, argument, new Operators(rendering));
    }

    /// Whether a value is small: it can be compared at once and be a mapping's key.
    static boolean isScalar(Value value) {
        return switch (value) {
            case Text _, Value.Int _, Value.Real _, Value.Bool _, Value.None _ -> true;
            case Value.Undefined _,
                    Value.Seq _,
                    Value.Dict _,
                    Value.Namespace _,
                    Value.Loop _,
                    Value.Function _ ->
                    false;
        };
    }

    private static boolean isIterable(Value value) {
        return value instanceof Value.Seq
                || value instanceof Value.Dict
                || value instanceof Text
                || value instanceof Value.Undefined;
    }

    private static boolean isCased(Text text, IntPredicate hasCase) {
        return text.string().codePoints().anyMatch(Character::isLetter)
                && text.string().codePoints().filter(Character::isLetter).allMatch(hasCase);
    }
}
