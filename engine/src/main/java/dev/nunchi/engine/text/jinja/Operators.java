package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Python's operators.
final class Operators {
    /// How many characters are compared or searched in one step of work.
    static final int CHARACTERS_PER_STEP = 64;

    private final Rendering rendering;

    Operators(Rendering rendering) {
        this.rendering = rendering;
    }

    static boolean isTrue(Value value) {
        return switch (value) {
            case Text text -> !text.isEmpty();
            case Value.Int(var number) -> number != 0;
            case Value.Real(var number) -> number != 0;
            case Value.Bool(var bool) -> bool;
            case Value.None _, Value.Undefined _ -> false;
            case Value.Seq(var items) -> !items.isEmpty();
            case Value.Dict(var entries) -> !entries.isEmpty();
            case Value.Namespace _, Value.Loop _, Value.Function _ -> true;
        };
    }

    static String typeName(Value value) {
        return switch (value) {
            case Text _ -> "str";
            case Value.Int _ -> "int";
            case Value.Real _ -> "float";
            case Value.Bool _ -> "bool";
            case Value.None _ -> "None";
            case Value.Undefined(var name) -> "undefined '" + name + "'";
            case Value.Seq _ -> "list";
            case Value.Dict _ -> "dict";
            case Value.Namespace _ -> "namespace";
            case Value.Loop _ -> "loop";
            case Value.Function _ -> "function";
        };
    }

    Value apply(Operator operator, Value left, Value right) throws TemplateException {
        return switch (operator) {
            case ADD -> add(left, right);
            case MULTIPLY -> multiply(left, right);
            case CONCATENATE -> concatenate(left, right);
            case SUBTRACT, DIVIDE, DIVIDE_DOWN, REMAINDER, POWER ->
                    arithmetic(operator, left, right);
            case EQUAL -> Value.Bool.of(equal(left, right));
            case NOT_EQUAL -> Value.Bool.of(!equal(left, right));
            case LESS -> Value.Bool.of(compare(left, right) < 0);
            case LESS_OR_EQUAL -> Value.Bool.of(compare(left, right) <= 0);
            case GREATER -> Value.Bool.of(compare(left, right) > 0);
            case GREATER_OR_EQUAL -> Value.Bool.of(compare(left, right) >= 0);
            case IN -> Value.Bool.of(contains(right, left));
            case NOT_IN -> Value.Bool.of(!contains(right, left));
        };
    }

    Value negate(Value value) throws TemplateException {
        return value instanceof Value.Real(var number)
                ? new Value.Real(-number)
                : arithmetic(Operator.SUBTRACT, new Value.Int(0), value);
    }

    private Value add(Value left, Value right) throws TemplateException {
        if (left instanceof Text && right instanceof Text) {
            return concatenate(left, right);
        }
        if (left instanceof Value.Seq(var first) && right instanceof Value.Seq(var second)) {
            rendering.countElements((long) first.size() + second.size());
            var items = new ArrayList<>(first);
            items.addAll(second);
            return new Value.Seq(items);
        }
        return arithmetic(Operator.ADD, left, right);
    }

    private Text concatenate(Value left, Value right) throws TemplateException {
        var text = new Text.Builder(rendering);
        Printer.print(left, text, rendering);
        Printer.print(right, text, rendering);
        return text.build();
    }

    private Value multiply(Value left, Value right) throws TemplateException {
        if (left instanceof Text text && wholeNumber(right).isPresent()) {
            return repeat(text, wholeNumber(right).getAsLong());
        }
        if (right instanceof Text text && wholeNumber(left).isPresent()) {
            return repeat(text, wholeNumber(left).getAsLong());
        }
        return arithmetic(Operator.MULTIPLY, left, right);
    }

    private Text repeat(Text text, long times) throws TemplateException {
        var repeated = new Text.Builder(rendering);
        for (long i = 0; i < times && !text.isEmpty(); i++) {
            repeated.append(text);
        }
        return repeated.build();
    }

    private Value arithmetic(Operator operator, Value left, Value right) throws TemplateException {
        var a = wholeNumber(left);
        var b = wholeNumber(right);
        var x = number(left);
        var y = number(right);
        if (x.isEmpty() || y.isEmpty()) {
            throw rendering.problem(
                    "'%s' does not work between %s and %s"
                            .formatted(operator.spelling(), typeName(left), typeName(right)));
        }
        try {
            return a.isPresent() && b.isPresent()
                    ? whole(operator, a.getAsLong(), b.getAsLong())
                    : new Value.Real(real(operator, x.getAsDouble(), y.getAsDouble()));
        } catch (ArithmeticException e) {
            throw rendering.problem("'%s': %s".formatted(operator.spelling(), e.getMessage()));
        }
    }

    private static Value whole(Operator operator, long a, long b) {
        return switch (operator) {
            case ADD -> new Value.Int(Math.addExact(a, b));
            case SUBTRACT -> new Value.Int(Math.subtractExact(a, b));
            case MULTIPLY -> new Value.Int(Math.multiplyExact(a, b));
            case DIVIDE -> new Value.Real(real(operator, (double) a, (double) b));
            case DIVIDE_DOWN -> new Value.Int(Math.floorDiv(a, b));
            case REMAINDER -> new Value.Int(Math.floorMod(a, b));
            case POWER ->
                    b < 0
                            ? new Value.Real(Math.pow((double) a, (double) b))
                            : new Value.Int(Math.powExact(a, (int) Math.min(b, Integer.MAX_VALUE)));
            default -> throw new IllegalArgumentException(operator.spelling());
        };
    }

    private static double real(Operator operator, double x, double y) {
        if (y == 0
                && (operator == Operator.DIVIDE
                        || operator == Operator.DIVIDE_DOWN
                        || operator == Operator.REMAINDER)) {
            throw new ArithmeticException("division by zero");
        }
        return switch (operator) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case DIVIDE_DOWN -> Math.floor(x / y);
            case REMAINDER -> x - y * Math.floor(x / y);
            case POWER -> Math.pow(x, y);
            default -> throw new IllegalArgumentException(operator.spelling());
        };
    }

    /// Python's `int`, which includes `bool`.
    static OptionalLong wholeNumber(Value value) {
        return switch (value) {
            case Value.Int(var number) -> OptionalLong.of(number);
            case Value.Bool(var bool) -> OptionalLong.of(bool ? 1 : 0);
            default -> OptionalLong.empty();
        };
    }

    static OptionalDouble number(Value value) {
        if (value instanceof Value.Real(var real)) {
            return OptionalDouble.of(real);
        }
        var whole = wholeNumber(value);
        return whole.isPresent()
                ? OptionalDouble.of((double) whole.getAsLong())
                : OptionalDouble.empty();
    }

    boolean equal(Value left, Value right) throws TemplateException {
        rendering.enter();
        boolean equal =
                switch (left) {
                    case Text text -> equal(text, right);
                    case Value.Seq(var items) ->
                            right instanceof Value.Seq(var others) && equal(items, others);
                    case Value.Dict dict ->
                            right instanceof Value.Dict other
                                    && equal(Iteration.keys(dict), Iteration.keys(other))
                                    && equal(Iteration.values(dict), Iteration.values(other));
                    case Value.Int _, Value.Bool _, Value.Real _ ->
                            number(right).isPresent() && number(left).equals(number(right));
                    case Value.None _ -> right instanceof Value.None;
                    case Value.Undefined _ -> right instanceof Value.Undefined;
                    case Value.Namespace _, Value.Loop _, Value.Function _ -> false;
                };
        rendering.leave();
        return equal;
    }

    private boolean equal(Text text, Value other) throws TemplateException {
        rendering.countWork(text.string().length() / CHARACTERS_PER_STEP);
        return text.equals(other);
    }

    private boolean equal(List<Value> items, List<Value> others) throws TemplateException {
        if (items.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            if (!equal(items.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    int compare(Value left, Value right) throws TemplateException {
        if (left instanceof Text a && right instanceof Text b) {
            rendering.countWork(a.string().length() / CHARACTERS_PER_STEP);
            return a.string().compareTo(b.string());
        }
        var x = number(left);
        var y = number(right);
        if (x.isPresent() && y.isPresent()) {
            return Double.compare(x.getAsDouble(), y.getAsDouble());
        }
        throw rendering.problem(
                "%s and %s have no order".formatted(typeName(left), typeName(right)));
    }

    boolean contains(Value container, Value item) throws TemplateException {
        return switch (container) {
            case Text text when item instanceof Text part -> {
                rendering.countWork(text.string().length() / CHARACTERS_PER_STEP);
                yield text.string().contains(part.string());
            }
            case Value.Dict(var entries) -> Tests.isScalar(item) && entries.containsKey(item);
            case Value.Seq(var items) -> contains(items, item);
            case Value.Undefined _ -> false;
            default ->
                    throw rendering.problem(
                            "'in' does not work for %s in %s"
                                    .formatted(typeName(item), typeName(container)));
        };
    }

    private boolean contains(List<Value> items, Value item) throws TemplateException {
        for (var candidate : items) {
            if (equal(candidate, item)) {
                return true;
            }
        }
        return false;
    }
}
