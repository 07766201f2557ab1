package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.jinja.Token.Kind;

import java.util.List;

/// A place in a template's tokens.
final class TokenCursor {
    /// Deep enough for any template, shallow enough for any stack.
    private static final int MAX_DEPTH = 100;

    private final List<Token> tokens;
    private int position;
    private int depth;

    /// @param tokens closed by one of kind END
    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(position);
    }

    Token next() {
        var token = peek();
        if (token.kind() != Kind.END) {
            position++;
        }
        return token;
    }

    boolean isAt(Kind kind) {
        return peek().kind() == kind;
    }

    boolean isAtOperator(String text) {
        return peek().is(Kind.OPERATOR, text);
    }

    boolean isAtName(String text) {
        return peek().is(Kind.NAME, text);
    }

    /// Whether the token after the next one is this operator.
    boolean isFollowedBy(String operator) {
        return tokens.get(Math.min(position + 1, tokens.size() - 1)).is(Kind.OPERATOR, operator);
    }

    /// Steps over an operator if it comes next.
    boolean skipOperator(String text) {
        return skipIf(isAtOperator(text));
    }

    /// Steps over a name if it comes next.
    boolean skipName(String text) {
        return skipIf(isAtName(text));
    }

    private boolean skipIf(boolean condition) {
        position += condition ? 1 : 0;
        return condition;
    }

    void expectOperator(String text) throws TemplateException {
        if (!skipOperator(text)) {
            throw unexpected("'" + text + "'");
        }
    }

    Token expect(Kind kind) throws TemplateException {
        if (!isAt(kind)) {
            throw unexpected(kind.name());
        }
        return next();
    }

    void enter() throws TemplateException {
        if (++depth > MAX_DEPTH) {
            throw problem("nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    void leave() {
        depth--;
    }

    TemplateException unexpected(String expected) {
        var found = peek().text().isEmpty() ? peek().kind().name() : "'" + peek().text() + "'";
        return problem("expected %s, found %s".formatted(expected, found));
    }

    TemplateException problem(String problem) {
        return new TemplateException(peek().line(), problem);
    }
}
