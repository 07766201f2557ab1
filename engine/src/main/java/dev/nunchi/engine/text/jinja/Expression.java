package dev.nunchi.engine.text.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something that has a value.
sealed interface Expression {
    record Literal(Value value) implements Expression {}

    record Name(String name) implements Expression {}

    record ListLiteral(List<Expression> items) implements Expression {}

    record DictLiteral(List<Map.Entry<Expression, Expression>> entries) implements Expression {}

    /// `target.name`
    record Attribute(Expression target, String name) implements Expression {}

    /// `target[key]`
    record Subscript(Expression target, Expression key) implements Expression {}

    /// `target[from:to:step]`
    record Slice(
            Expression target,
            Optional<Expression> from,
            Optional<Expression> to,
            Optional<Expression> step)
            implements Expression {}

    record Call(Expression target, CallArguments arguments) implements Expression {}

    /// `target | name(arguments)`
    record Filtered(Expression target, String name, CallArguments arguments)
            implements Expression {}

    /// `target is name(arguments)`
    record Tested(Expression target, String name, CallArguments arguments) implements Expression {}

    record Negated(Expression operand) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    record Binary(Operator operator, Expression left, Expression right) implements Expression {}

    /// `first < a <= b`: each operand is compared with the one before.
    record Comparison(Expression first, List<Compared> rest) implements Expression {}

    record Compared(Operator operator, Expression operand) {}

    /// `then if condition else otherwise`
    record Conditional(Expression condition, Expression then, Optional<Expression> otherwise)
            implements Expression {}

    record CallArguments(List<Expression> positional, Map<String, Expression> named) {
        static final CallArguments NONE = new CallArguments(List.of(), Map.of());
    }
}
