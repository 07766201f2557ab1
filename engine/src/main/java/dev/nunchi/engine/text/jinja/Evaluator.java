package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.jinja.Expression.CallArguments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Computes expressions.
final class Evaluator {
    private final Rendering rendering;
    private final Operators operators;

    Evaluator(Rendering rendering) {
        this.rendering = rendering;
        this.operators = new Operators(rendering);
    }

    Value evaluate(Expression expression, Scope scope) throws TemplateException {
        rendering.enter();
        var value = valueOf(expression, scope);
        rendering.leave();
        return value;
    }

    boolean isTrue(Expression expression, Scope scope) throws TemplateException {
        return Operators.isTrue(evaluate(expression, scope));
    }

    private Value valueOf(Expression expression, Scope scope) throws TemplateException {
        return switch (expression) {
            case Expression.Literal(var value) -> value;
            case Expression.Name(var name) -> scope.get(name);
            case Expression.ListLiteral(var items) -> list(items, scope);
            case Expression.DictLiteral(var entries) -> dict(entries, scope);
            case Expression.Attribute(var target, var name) ->
                    Lookup.attribute(evaluate(target, scope), name, rendering);
            case Expression.Subscript(var target, var key) ->
                    Lookup.subscript(evaluate(target, scope), evaluate(key, scope), rendering);
            case Expression.Slice slice -> slice(slice, scope);
            case Expression.Call(var target, var arguments) -> call(target, arguments, scope);
            case Expression.Filtered(var target, var name, var arguments) ->
                    Filters.apply(
                            name, evaluate(target, scope), arguments(arguments, scope), rendering);
            case Expression.Tested tested -> test(tested, scope);
            case Expression.Negated(var operand) -> operators.negate(evaluate(operand, scope));
            case Expression.Not(var operand) -> Value.Bool.of(!isTrue(operand, scope));
            case Expression.And(var left, var right) -> {
                var value = evaluate(left, scope);
                yield Operators.isTrue(value) ? evaluate(right, scope) : value;
            }
            case Expression.Or(var left, var right) -> {
                var value = evaluate(left, scope);
                yield Operators.isTrue(value) ? value : evaluate(right, scope);
            }
            case Expression.Binary(var operator, var left, var right) ->
                    operators.apply(operator, evaluate(left, scope), evaluate(right, scope));
            case Expression.Comparison comparison -> compare(comparison, scope);
            case Expression.Conditional conditional -> choose(conditional, scope);
        };
    }

    private Value list(List<Expression> items, Scope scope) throws TemplateException {
        rendering.countElements(items.size());
        var values = new ArrayList<Value>();
        for (var item : items) {
            values.add(evaluate(item, scope));
        }
        return new Value.Seq(values);
    }

    private Value dict(List<Map.Entry<Expression, Expression>> entries, Scope scope)
            throws TemplateException {
        rendering.countElements(entries.size());
        var values = new LinkedHashMap<Value, Value>();
        for (var entry : entries) {
            var key = evaluate(entry.getKey(), scope);
            if (!Tests.isScalar(key)) {
                throw rendering.problem("a %s cannot be a key".formatted(Operators.typeName(key)));
            }
            values.put(key, evaluate(entry.getValue(), scope));
        }
        return new Value.Dict(values);
    }

    private Value slice(Expression.Slice slice, Scope scope) throws TemplateException {
        var target = evaluate(slice.target(), scope);
        var bounds =
                new Lookup.Bounds(
                        bound(slice.from(), scope),
                        bound(slice.to(), scope),
                        bound(slice.step(), scope));
        return Lookup.slice(target, bounds, rendering);
    }

    private Optional<Long> bound(Optional<Expression> given, Scope scope) throws TemplateException {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        var value = evaluate(given.get(), scope);
        if (value instanceof Value.None) {
            return Optional.empty();
        }
        var number = Operators.wholeNumber(value);
        if (number.isEmpty()) {
            throw rendering.problem("a slice's bound is a " + Operators.typeName(value));
        }
        return Optional.of(number.getAsLong());
    }

    private Value call(Expression target, CallArguments given, Scope scope)
            throws TemplateException {
        var arguments = arguments(given, scope);
        if (target instanceof Expression.Attribute(var object, var name)) {
            var self = evaluate(object, scope);
            return self instanceof Value.Namespace
                    ? call(Lookup.attribute(self, name, rendering), arguments)
                    : Methods.call(self, name, arguments, rendering);
        }
        return call(evaluate(target, scope), arguments);
    }

    private Value call(Value function, Arguments arguments) throws TemplateException {
        if (function instanceof Value.Function(_, var body)) {
            return body.call(arguments, rendering);
        }
        throw rendering.problem("%s cannot be called".formatted(Operators.typeName(function)));
    }

    private Arguments arguments(CallArguments given, Scope scope) throws TemplateException {
        if (given.positional().isEmpty() && given.named().isEmpty()) {
            return Arguments.NONE;
        }
        var positional = new ArrayList<Value>();
        for (var argument : given.positional()) {
            positional.add(evaluate(argument, scope));
        }
        var named = new LinkedHashMap<String, Value>();
        for (var argument : given.named().entrySet()) {
            named.put(argument.getKey(), evaluate(argument.getValue(), scope));
        }
        return new Arguments(positional, named);
    }

    private Value test(Expression.Tested tested, Scope scope) throws TemplateException {
        return Value.Bool.of(
                Tests.passes(
                        tested.name(),
                        evaluate(tested.target(), scope),
                        arguments(tested.arguments(), scope),
                        rendering));
    }

    private Value compare(Expression.Comparison comparison, Scope scope) throws TemplateException {
        var left = evaluate(comparison.first(), scope);
        for (var compared : comparison.rest()) {
            var right = evaluate(compared.operand(), scope);
            if (!Operators.isTrue(operators.apply(compared.operator(), left, right))) {
                return Value.FALSE;
            }
            left = right;
        }
        return Value.TRUE;
    }

    private Value choose(Expression.Conditional conditional, Scope scope) throws TemplateException {
        if (isTrue(conditional.condition(), scope)) {
            return evaluate(conditional.then(), scope);
        }
        return conditional.otherwise().isPresent()
                ? evaluate(conditional.otherwise().get(), scope)
                : new Value.Undefined("else");
    }
}
