package dev.nunchi.app.server.schema;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;

/// The pieces that JSON is made of. Compact: at most one space after a colon or a comma, so that a
/// model cannot fill an answer with spaces; no key or fixed text beyond ASCII but as an escape.
final class JsonGrammar {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Grammar SPACE = Grammar.optional(new Grammar.Literal(" "));
    private static final Grammar COMMA = new Grammar.Sequence(new Grammar.Literal(","), SPACE);
    private static final Grammar COLON = new Grammar.Sequence(new Grammar.Literal(":"), SPACE);
    private static final Grammar QUOTE = new Grammar.Literal("\"");
    private static final Grammar DIGIT = new Grammar.One(c -> c >= '0' && c <= '9');
    private static final Grammar HEX =
            new Grammar.One(c ->
                    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));

    /// Longer numbers say nothing, and small models like to count for ever.
    private static final int DIGITS = 15;

    private static final Grammar CHARACTER =
            new Grammar.Choice(
                    new Grammar.One(c -> c >= ' ' && c != '"' && c != '\\'),
                    new Grammar.Sequence(
                            new Grammar.Literal("\\"),
                            new Grammar.Choice(
                                    new Grammar.One(c -> "\"\\/bfnrt".indexOf(c) >= 0),
                                    new Grammar.Sequence(
                                            new Grammar.Literal("u"), HEX, HEX, HEX, HEX))));

    static final Grammar TEXT = new Grammar.Sequence(QUOTE, new Grammar.Repeated(CHARACTER), QUOTE);
    static final Grammar INTEGER =
            new Grammar.Sequence(
                    Grammar.optional(new Grammar.Literal("-")),
                    new Grammar.Choice(
                            new Grammar.Literal("0"),
                            new Grammar.Sequence(
                                    new Grammar.One(c -> c >= '1' && c <= '9'),
                                    upTo(DIGITS - 1, DIGIT))));
    static final Grammar NUMBER =
            new Grammar.Sequence(
                    INTEGER,
                    Grammar.optional(
                            new Grammar.Sequence(
                                    new Grammar.Literal("."), DIGIT, upTo(DIGITS - 1, DIGIT))),
                    Grammar.optional(
                            new Grammar.Sequence(
                                    new Grammar.One(c -> c == 'e' || c == 'E'),
                                    Grammar.optional(new Grammar.One(c -> c == '+' || c == '-')),
                                    DIGIT,
                                    Grammar.optional(DIGIT))));
    static final Grammar BOOLEAN =
            new Grammar.Choice(new Grammar.Literal("true"), new Grammar.Literal("false"));
    static final Grammar NULL = new Grammar.Literal("null");
    static final Grammar ANY = any();
    static final Grammar ANY_OBJECT = anyObject();

    private JsonGrammar() {}

    private static Grammar any() {
        return new Grammar.Choice(
                TEXT,
                NUMBER,
                BOOLEAN,
                NULL,
                new Grammar.Later(() -> ANY_OBJECT),
                list(new Grammar.Later(() -> ANY), 0, Integer.MAX_VALUE));
    }

    private static Grammar anyObject() {
        var member = new Grammar.Sequence(TEXT, COLON, new Grammar.Later(() -> ANY));
        return new Grammar.Sequence(
                new Grammar.Literal("{"),
                separated(member, 0, Integer.MAX_VALUE),
                new Grammar.Literal("}"));
    }

    /// A value as it is.
    static Grammar exactly(JsonNode value) {
        var ascii = new StringBuilder();
        for (char c : JSON.writeValueAsString(value).toCharArray()) {
            ascii.append(c < 0x7f ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        return new Grammar.Literal(ascii.toString());
    }

    static Grammar list(Grammar item, int least, int most) {
        return new Grammar.Sequence(
                new Grammar.Literal("["), separated(item, least, most), new Grammar.Literal("]"));
    }

    private static Grammar separated(Grammar item, int least, int most) {
        if (most == 0) {
            return Grammar.nothing();
        }
        var next = new Grammar.Sequence(COMMA, item);
        var parts = new ArrayList<Grammar>();
        parts.add(item);
        for (int i = 1; i < least; i++) {
            parts.add(next);
        }
        parts.add(
                most == Integer.MAX_VALUE
                        ? new Grammar.Repeated(next)
                        : upTo(most - Math.max(least, 1), next));
        var some = new Grammar.Sequence(parts.toArray(Grammar[]::new));
        return least == 0 ? Grammar.optional(some) : some;
    }

    private static Grammar upTo(int times, Grammar part) {
        var all = Grammar.nothing();
        for (int i = 0; i < times; i++) {
            all = Grammar.optional(new Grammar.Sequence(part, all));
        }
        return all;
    }

    /// One key with its value.
    record Member(JsonNode key, Grammar value, Need need) {
        enum Need {
            REQUIRED,
            OPTIONAL
        }

        private Grammar written() {
            return new Grammar.Sequence(exactly(key), COLON, value);
        }
    }

    /// An object with these members in this order.
    static Grammar object(List<Member> members) {
        // From the last to the first: what follows when a comma is needed, and when it is not.
        var begun = Grammar.nothing();
        var fresh = Grammar.nothing();
        for (var member : members.reversed()) {
            var first = new Grammar.Sequence(member.written(), begun);
            var later = new Grammar.Sequence(COMMA, member.written(), begun);
            if (member.need() == Member.Need.REQUIRED) {
                fresh = first;
                begun = later;
            } else {
                fresh = new Grammar.Choice(first, fresh);
                begun = new Grammar.Choice(later, begun);
            }
        }
        return new Grammar.Sequence(new Grammar.Literal("{"), fresh, new Grammar.Literal("}"));
    }
}
