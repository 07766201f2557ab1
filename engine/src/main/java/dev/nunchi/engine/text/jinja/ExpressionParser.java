package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.jinja.Expression.CallArguments;
import dev.nunchi.engine.text.jinja.Token.Kind;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads expressions, in Jinja's order of precedence:
///
/// `x if c else y`, `or`, `and`, `not`, comparisons, `+ -`, `~`, `* / // %`, `**`, signs and
/// literals with their subscripts, calls, filters and tests.
final class ExpressionParser {
    /// Left-associative operators between two values, loosest first.
    private static final List<List<Operator>> LEVELS =
            List.of(
                    List.of(Operator.ADD, Operator.SUBTRACT),
                    List.of(Operator.CONCATENATE),
                    List.of(
                            Operator.MULTIPLY,
                            Operator.DIVIDE,
                            Operator.DIVIDE_DOWN,
                            Operator.REMAINDER),
                    List.of(Operator.POWER));

    private static final List<Operator> COMPARISONS =
            List.of(
                    Operator.EQUAL,
                    Operator.NOT_EQUAL,
                    Operator.LESS,
                    Operator.LESS_OR_EQUAL,
                    Operator.GREATER,
                    Operator.GREATER_OR_EQUAL);

    private static final Set<String> ENDS_TEST =
            Set.of("else", "or", "and", "if", "is", "in", "not");
    private static final Set<Kind> LITERALS =
            EnumSet.of(Kind.NAME, Kind.STRING, Kind.INTEGER, Kind.FLOAT);

    private final TokenCursor cursor;

    ExpressionParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /// An expression, or several with commas between them, which make a list.
    Expression parseList() throws TemplateException {
        var first = parse();
        if (!cursor.isAtOperator(",")) {
            return first;
        }
        var items = new ArrayList<>(List.of(first));
        while (cursor.skipOperator(",")) {
            if (cursor.isAt(Kind.TAG_END)
                    || cursor.isAt(Kind.OUTPUT_END)
                    || cursor.isAtOperator(")")) {
                break;
            }
            items.add(parse());
        }
        return new Expression.ListLiteral(items);
    }

    Expression parse() throws TemplateException {
        cursor.enter();
        var expression = parseOr();
        while (cursor.skipName("if")) {
            var condition = parseOr();
            var otherwise =
                    cursor.skipName("else") ? Optional.of(parse()) : Optional.<Expression>empty();
            expression = new Expression.Conditional(condition, expression, otherwise);
        }
        cursor.leave();
        return expression;
    }

    Expression parseOr() throws TemplateException {
        var left = parseAnd();
        while (cursor.skipName("or")) {
            left = new Expression.Or(left, parseAnd());
        }
        return left;
    }

    private Expression parseAnd() throws TemplateException {
        var left = parseNot();
        while (cursor.skipName("and")) {
            left = new Expression.And(left, parseNot());
        }
        return left;
    }

    private Expression parseNot() throws TemplateException {
        if (!cursor.skipName("not")) {
            return parseComparison();
        }
        cursor.enter();
        var operand = parseNot();
        cursor.leave();
        return new Expression.Not(operand);
    }

    private Expression parseComparison() throws TemplateException {
        var first = parseBinary(0);
        var rest = new ArrayList<Expression.Compared>();
        for (var operator = comparison(); operator.isPresent(); operator = comparison()) {
            rest.add(new Expression.Compared(operator.get(), parseBinary(0)));
        }
        return rest.isEmpty() ? first : new Expression.Comparison(first, rest);
    }

    private Optional<Operator> comparison() throws TemplateException {
        if (cursor.skipName("in")) {
            return Optional.of(Operator.IN);
        }
        if (cursor.skipName("not")) {
            if (!cursor.skipName("in")) {
                throw cursor.unexpected("'in'");
            }
            return Optional.of(Operator.NOT_IN);
        }
        return operator(COMPARISONS);
    }

    private Optional<Operator> operator(List<Operator> candidates) {
        return candidates.stream().filter(o -> cursor.skipOperator(o.spelling())).findFirst();
    }

    private Expression parseBinary(int level) throws TemplateException {
        if (level == LEVELS.size()) {
            return parseUnary();
        }
        var left = parseBinary(level + 1);
        var operators = LEVELS.get(level);
        for (var o = operator(operators); o.isPresent(); o = operator(operators)) {
            left = new Expression.Binary(o.get(), left, parseBinary(level + 1));
        }
        return left;
    }

    private Expression parseUnary() throws TemplateException {
        return parseFilters(parsePostfix(parseSigned()));
    }

    private Expression parseSigned() throws TemplateException {
        boolean negative = cursor.isAtOperator("-");
        if (!negative && !cursor.isAtOperator("+")) {
            return parsePrimary();
        }
        cursor.next();
        cursor.enter();
        var operand = parsePostfix(parseSigned());
        cursor.leave();
        return negative ? new Expression.Negated(operand) : operand;
    }

    private Expression parsePrimary() throws TemplateException {
        var token = cursor.next();
        return switch (token.kind()) {
            case NAME -> nameOrConstant(token.text());
            case STRING -> new Expression.Literal(strings(token));
            case INTEGER -> new Expression.Literal(integer(token));
            case FLOAT -> new Expression.Literal(new Value.Real(Double.parseDouble(token.text())));
            case OPERATOR -> parseBracketed(token);
            case DATA, OUTPUT_START, OUTPUT_END, TAG_START, TAG_END, END ->
                    throw new TemplateException(token.line(), "expected an expression");
        };
    }

    private static Expression nameOrConstant(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Literal(Value.TRUE);
            case "false", "False" -> new Expression.Literal(Value.FALSE);
            case "none", "None" -> new Expression.Literal(Value.NONE);
            default -> new Expression.Name(name);
        };
    }

    private Text strings(Token first) {
        var text = new StringBuilder(first.text());
        while (cursor.isAt(Kind.STRING)) {
            text.append(cursor.next().text());
        }
        return Text.layout(text.toString());
    }

    private static Value integer(Token token) throws TemplateException {
        try {
            return new Value.Int(Long.parseLong(token.text()));
        } catch (NumberFormatException e) {
            throw new TemplateException(token.line(), "number too large: " + e.getMessage());
        }
    }

    private Expression parseBracketed(Token open) throws TemplateException {
        return switch (open.text()) {
            case "(" -> {
                var inside =
                        cursor.isAtOperator(")")
                                ? new Expression.ListLiteral(List.of())
                                : parseList();
                cursor.expectOperator(")");
                yield inside;
            }
            case "[" -> parseItems();
            case "{" -> parseEntries();
            default ->
                    throw new TemplateException(
                            open.line(),
                            "expected an expression, found '%s'".formatted(open.text()));
        };
    }

    private Expression parseItems() throws TemplateException {
        var items = new ArrayList<Expression>();
        while (!cursor.skipOperator("]")) {
            items.add(parse());
            expectCommaUnlessAt("]");
        }
        return new Expression.ListLiteral(items);
    }

    private Expression parseEntries() throws TemplateException {
        var entries = new ArrayList<Map.Entry<Expression, Expression>>();
        while (!cursor.skipOperator("}")) {
            var key = parse();
            cursor.expectOperator(":");
            entries.add(Map.entry(key, parse()));
            expectCommaUnlessAt("}");
        }
        return new Expression.DictLiteral(entries);
    }

    private void expectCommaUnlessAt(String close) throws TemplateException {
        if (!cursor.isAtOperator(close)) {
            cursor.expectOperator(",");
        }
    }

    private Expression parsePostfix(Expression target) throws TemplateException {
        var expression = target;
        while (true) {
            if (cursor.skipOperator(".")) {
                expression = parseAttribute(expression);
            } else if (cursor.skipOperator("[")) {
                expression = parseSubscript(expression);
            } else if (cursor.isAtOperator("(")) {
                expression = new Expression.Call(expression, parseArguments());
            } else {
                return expression;
            }
        }
    }

    private Expression parseAttribute(Expression target) throws TemplateException {
        if (cursor.isAt(Kind.INTEGER)) {
            return new Expression.Subscript(target, new Expression.Literal(integer(cursor.next())));
        }
        return new Expression.Attribute(target, cursor.expect(Kind.NAME).text());
    }

    private Expression parseSubscript(Expression target) throws TemplateException {
        var from = sliceBound();
        if (from.isPresent() && cursor.skipOperator("]")) {
            return new Expression.Subscript(target, from.get());
        }
        cursor.expectOperator(":");
        var to = sliceBound();
        var step = cursor.skipOperator(":") ? sliceBound() : Optional.<Expression>empty();
        cursor.expectOperator("]");
        return new Expression.Slice(target, from, to, step);
    }

    private Optional<Expression> sliceBound() throws TemplateException {
        return cursor.isAtOperator(":") || cursor.isAtOperator("]")
                ? Optional.empty()
                : Optional.of(parse());
    }

    CallArguments parseArguments() throws TemplateException {
        cursor.expectOperator("(");
        var positional = new ArrayList<Expression>();
        var named = new LinkedHashMap<String, Expression>();
        while (!cursor.skipOperator(")")) {
            if (cursor.isAt(Kind.NAME) && cursor.isFollowedBy("=")) {
                var name = cursor.next().text();
                cursor.next();
                named.put(name, parse());
            } else if (named.isEmpty()) {
                positional.add(parse());
            } else {
                throw cursor.unexpected("a named argument");
            }
            expectCommaUnlessAt(")");
        }
        return new CallArguments(positional, named);
    }

    private Expression parseFilters(Expression target) throws TemplateException {
        var expression = target;
        while (true) {
            if (cursor.skipOperator("|")) {
                var name = cursor.expect(Kind.NAME).text();
                var arguments = cursor.isAtOperator("(") ? parseArguments() : CallArguments.NONE;
                expression = new Expression.Filtered(expression, name, arguments);
            } else if (cursor.skipName("is")) {
                expression = parseTest(expression);
            } else {
                return expression;
            }
        }
    }

    private Expression parseTest(Expression target) throws TemplateException {
        boolean negated = cursor.skipName("not");
        var name = cursor.expect(Kind.NAME).text();
        var test = new Expression.Tested(target, name, testArguments());
        return negated ? new Expression.Not(test) : test;
    }

    /// A test's arguments: in parentheses, or one literal or name without them.
    private CallArguments testArguments() throws TemplateException {
        if (cursor.isAtOperator("(")) {
            return parseArguments();
        }
        boolean literal =
                LITERALS.contains(cursor.peek().kind())
                        || cursor.isAtOperator("[")
                        || cursor.isAtOperator("{");
        if (!literal || (cursor.isAt(Kind.NAME) && ENDS_TEST.contains(cursor.peek().text()))) {
            return CallArguments.NONE;
        }
        return new CallArguments(List.of(parsePostfix(parsePrimary())), Map.of());
    }
}
