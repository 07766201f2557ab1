package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.jinja.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a template's statements.
final class Parser {
    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private int loops; // around the statement being read, within its macro

    private Parser(TokenCursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(cursor);
    }

    static List<Statement> parse(String template) throws TemplateException {
        var parser = new Parser(new TokenCursor(Lexer.tokens(template)));
        var body = parser.parseBody(Set.of());
        if (!parser.cursor.isAt(Kind.END)) {
            throw parser.cursor.unexpected("the end of the template");
        }
        return body;
    }

    /// Statements up to a tag of one of these names, or to the end. The tag's start is consumed,
    /// its name is not.
    private List<Statement> parseBody(Set<String> ends) throws TemplateException {
        var body = new ArrayList<Statement>();
        while (!cursor.isAt(Kind.END)) {
            var token = cursor.next();
            switch (token.kind()) {
                case DATA -> body.add(new Statement.Data(token.text()));
                case OUTPUT_START -> {
                    body.add(new Statement.Output(token.line(), expressions.parseList()));
                    cursor.expect(Kind.OUTPUT_END);
                }
                default -> {
                    if (ends.contains(cursor.peek().text())) {
                        return body;
                    }
                    cursor.enter();
                    body.add(parseTag());
                    cursor.leave();
                }
            }
        }
        if (!ends.isEmpty()) {
            throw cursor.problem("the template ends before {%% %s %%}".formatted(ends));
        }
        return body;
    }

    private List<Statement> parseBodyUntil(String end) throws TemplateException {
        cursor.expect(Kind.TAG_END);
        var body = parseBody(Set.of(end));
        endTag();
        return body;
    }

    /// Steps over the rest of a tag that is only a name.
    private void endTag() throws TemplateException {
        cursor.next();
        // {% endmacro name %} may repeat the name.
        if (cursor.isAt(Kind.NAME)) {
            cursor.next();
        }
        cursor.expect(Kind.TAG_END);
    }

    private Statement parseTag() throws TemplateException {
        var tag = cursor.expect(Kind.NAME);
        return switch (tag.text()) {
            case "if" -> parseIf(tag.line());
            case "for" -> parseFor(tag.line());
            case "set" -> parseSet(tag.line());
            case "macro" -> parseMacro(tag.line());
            case "generation" -> new Statement.Group(parseBodyUntil("endgeneration"));
            case "break" -> parseJump(tag, new Statement.Break());
            case "continue" -> parseJump(tag, new Statement.Continue());
            default ->
                    throw new TemplateException(
                            tag.line(), "unknown tag '%s'".formatted(tag.text()));
        };
    }

    private Statement parseJump(Token tag, Statement jump) throws TemplateException {
        if (loops == 0) {
            throw new TemplateException(tag.line(), "'%s' outside a loop".formatted(tag.text()));
        }
        cursor.expect(Kind.TAG_END);
        return jump;
    }

    private Statement parseIf(int line) throws TemplateException {
        var branches = new ArrayList<Statement.Branch>();
        int branchLine = line;
        var condition = expressions.parseList();
        while (true) {
            cursor.expect(Kind.TAG_END);
            var body = parseBody(Set.of("elif", "else", "endif"));
            branches.add(new Statement.Branch(branchLine, condition, body));
            var end = cursor.peek();
            branchLine = end.line();
            if (end.text().equals("endif")) {
                endTag();
                return new Statement.If(branches);
            }
            cursor.next();
            condition =
                    end.text().equals("else")
                            ? new Expression.Literal(Value.TRUE)
                            : expressions.parseList();
        }
    }

    private Statement parseFor(int line) throws TemplateException {
        var names = parseNames();
        if (!cursor.skipName("in")) {
            throw cursor.unexpected("'in'");
        }
        var iterable = forIterable();
        var filter =
                cursor.skipName("if")
                        ? Optional.of(expressions.parse())
                        : Optional.<Expression>empty();
        cursor.expect(Kind.TAG_END);
        loops++;
        var body = parseBody(Set.of("else", "endfor"));
        loops--;
        var otherwise = cursor.isAtName("else") ? parseElseOfFor() : List.<Statement>of();
        endTag();
        var head = new Statement.ForHead(names, iterable, filter);
        return new Statement.For(line, head, body, otherwise);
    }

    /// What is looped over: without `x if c`, whose `if` belongs to the loop.
    private Expression forIterable() throws TemplateException {
        var first = expressions.parseOr();
        if (!cursor.isAtOperator(",")) {
            return first;
        }
        var items = new ArrayList<>(List.of(first));
        while (cursor.skipOperator(",")) {
            items.add(expressions.parseOr());
        }
        return new Expression.ListLiteral(items);
    }

    private List<Statement> parseElseOfFor() throws TemplateException {
        cursor.next();
        cursor.expect(Kind.TAG_END);
        return parseBody(Set.of("endfor"));
    }

    private List<String> parseNames() throws TemplateException {
        boolean bracketed = cursor.skipOperator("(");
        var names = new ArrayList<String>();
        do {
            names.add(cursor.expect(Kind.NAME).text());
        } while (cursor.skipOperator(","));
        if (bracketed) {
            cursor.expectOperator(")");
        }
        return names;
    }

    private Statement parseSet(int line) throws TemplateException {
        var targets = new ArrayList<Statement.Target>();
        do {
            targets.add(parseTarget());
        } while (cursor.skipOperator(","));
        if (cursor.skipOperator("=")) {
            var value = expressions.parseList();
            cursor.expect(Kind.TAG_END);
            return new Statement.Set(line, targets, value);
        }
        if (targets.size() > 1) {
            throw cursor.unexpected("'='");
        }
        return new Statement.SetBlock(line, targets.getFirst(), parseBodyUntil("endset"));
    }

    private Statement.Target parseTarget() throws TemplateException {
        var name = cursor.expect(Kind.NAME).text();
        return new Statement.Target(
                name,
                cursor.skipOperator(".")
                        ? Optional.of(cursor.expect(Kind.NAME).text())
                        : Optional.empty());
    }

    private Statement parseMacro(int line) throws TemplateException {
        var name = cursor.expect(Kind.NAME).text();
        var parameters = parseParameters();
        int loopsAround = loops;
        loops = 0;
        var body = parseBodyUntil("endmacro");
        loops = loopsAround;
        return new Statement.Macro(line, name, parameters, body);
    }

    private List<Statement.Parameter> parseParameters() throws TemplateException {
        var parameters = new ArrayList<Statement.Parameter>();
        cursor.expectOperator("(");
        while (!cursor.skipOperator(")")) {
            var name = cursor.expect(Kind.NAME).text();
            parameters.add(
                    new Statement.Parameter(
                            name,
                            cursor.skipOperator("=")
                                    ? Optional.of(expressions.parse())
                                    : Optional.empty()));
            if (!cursor.isAtOperator(")")) {
                cursor.expectOperator(",");
            }
        }
        return parameters;
    }
}
