package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.jinja.Token.Kind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a template into tokens and drops the white space that its tags remove.
///
/// | around | removed |
/// |---|---|
/// | `{%-` `{{-` `{#-` | all white space before |
/// | `-%}` `-}}` `-#}` | all white space after |
/// | `{%` `{#` first on their line | the blanks before (`lstrip_blocks`), unless `{%+` |
/// | `%}` `#}` | one line break after (`trim_blocks`), unless `+%}` |
/// | the end of the template | one line break |
final class Lexer {
    private static final Pattern START = Pattern.compile("\\{[{%#]");
    private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*raw\\s*(-?)%\\}");
    private static final Pattern RAW_END = Pattern.compile("(\\{%([-+]?)\\s*endraw\\s*)[-+]?%\\}");
    private static final Pattern COMMENT_END = Pattern.compile("[-+]?#\\}");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /// The words inside tags, in the order in which they are tried. Strings are matched
    /// possessively: no length makes the matcher recurse.
    private static final SequencedMap<Kind, Pattern> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put(
                Kind.FLOAT, Pattern.compile("[\\d_]+(?:(?:\\.[\\d_]+)?[eE][-+]?\\d+|\\.[\\d_]+)"));
        WORDS.put(Kind.INTEGER, Pattern.compile("\\d[\\d_]*"));
        WORDS.put(Kind.NAME, Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*"));
        WORDS.put(
                Kind.STRING,
                Pattern.compile(
                        "'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL));
        WORDS.put(Kind.OPERATOR, Pattern.compile("\\*\\*|//|[=!<>]=|[-+/*%~<>=|.,:()\\[\\]{}]"));
    }

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int counted; // the position that `line` belongs to
    private boolean atLineStart = true;

    private Lexer(String source) {
        this.source = source;
    }

    /// The tokens, closed by one of kind END.
    static List<Token> tokens(String template) throws TemplateException {
        var source = template.replace("\r\n", "\n").replace('\r', '\n');
        var end = source.endsWith("\n") ? source.length() - 1 : source.length();
        return new Lexer(source.substring(0, end)).run();
    }

    private List<Token> run() throws TemplateException {
        while (position < source.length()) {
            var start = START.matcher(source);
            int end = start.find(position) ? start.start() : source.length();
            addData(end, end < source.length() ? source.charAt(end + 1) : ' ');
            if (end < source.length()) {
                readTag();
            }
        }
        add(Kind.END, "");
        return tokens;
    }

    /// Adds the text up to a tag and steps onto the tag.
    ///
    /// @param tag the tag's second character; a blank at the end
    private void addData(int end, char tag) {
        var text = source.substring(position, end);
        char sign = end + 2 < source.length() ? source.charAt(end + 2) : ' ';
        if (tag != ' ' && sign == '-') {
            text = Spaces.stripEnd(text);
        } else if ((tag == '%' || tag == '#') && sign != '+') {
            int start = text.lastIndexOf('\n') + 1;
            if ((start > 0 || atLineStart) && text.substring(start).isBlank()) {
                text = text.substring(0, start);
            }
        }
        if (!text.isEmpty()) {
            add(Kind.DATA, text);
        }
        position = end;
    }

    private void readTag() throws TemplateException {
        var raw = matcher(RAW);
        if (raw.lookingAt()) {
            readRaw(raw);
            return;
        }
        char kind = source.charAt(position + 1);
        int signed = position + 2;
        boolean hasSign =
                signed < source.length()
                        && (source.charAt(signed) == '-' || source.charAt(signed) == '+');
        if (kind == '#') {
            readComment();
            return;
        }
        add(kind == '{' ? Kind.OUTPUT_START : Kind.TAG_START, "");
        position = hasSign ? signed + 1 : signed;
        readWords(kind);
    }

    private void readComment() throws TemplateException {
        var end = COMMENT_END.matcher(source);
        if (!end.find(position + 2)) {
            throw problem("a comment is not closed");
        }
        position = end.start();
        closeTag('#');
    }

    private void readRaw(Matcher raw) throws TemplateException {
        position = raw.end();
        if (!raw.group(1).isEmpty()) {
            skipSpace();
        }
        atLineStart = false;
        var end = RAW_END.matcher(source);
        if (!end.find(position)) {
            throw problem("{% raw %} is not closed");
        }
        addData(end.start(), '%');
        position = end.end(1);
        closeTag('%');
    }

    private void readWords(char kind) throws TemplateException {
        int brackets = 0;
        while (true) {
            skip(SPACE);
            if (position >= source.length()) {
                throw problem("a tag is not closed");
            }
            if (brackets == 0 && isTagEnd(kind)) {
                add(kind == '{' ? Kind.OUTPUT_END : Kind.TAG_END, "");
                closeTag(kind);
                return;
            }
            var word = readWord();
            if (word.kind() == Kind.OPERATOR) {
                brackets += "([{".contains(word.text()) ? 1 : 0;
                brackets -= ")]}".contains(word.text()) ? 1 : 0;
            }
        }
    }

    private boolean isTagEnd(char kind) {
        char sign = source.charAt(position);
        int at = sign == '-' || (sign == '+' && kind != '{') ? position + 1 : position;
        return source.startsWith(closing(kind), at);
    }

    private static String closing(char kind) {
        return kind == '{' ? "}}" : kind + "}";
    }

    /// Steps over a tag's end and the white space that it removes.
    private void closeTag(char kind) {
        char sign = source.charAt(position);
        boolean signed = sign == '-' || sign == '+';
        position += signed ? 3 : 2;
        int end = position;
        if (sign == '-') {
            skipSpace();
        } else if (kind != '{' && !signed && source.startsWith("\n", position)) {
            position++;
        }
        atLineStart = position > end && source.charAt(position - 1) == '\n';
    }

    private Token readWord() throws TemplateException {
        for (var word : WORDS.entrySet()) {
            var text = skip(word.getValue());
            if (!text.isEmpty()) {
                return add(word.getKey(), meaning(word.getKey(), text));
            }
        }
        throw problem("unexpected '%s'".formatted(source.charAt(position)));
    }

    private static String meaning(Kind kind, String text) {
        return switch (kind) {
            case STRING -> Escapes.decode(text.substring(1, text.length() - 1));
            case INTEGER, FLOAT -> text.replace("_", "");
            default -> text;
        };
    }

    /// Steps over what the pattern finds here and returns it; empty if it finds nothing.
    private String skip(Pattern pattern) {
        var found = matcher(pattern);
        if (!found.lookingAt()) {
            return "";
        }
        position = found.end();
        return found.group();
    }

    private void skipSpace() {
        while (position < source.length() && Spaces.isSpace(source.charAt(position))) {
            position++;
        }
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(source).region(position, source.length());
    }

    private Token add(Kind kind, String text) {
        var token = new Token(kind, text, line());
        tokens.add(token);
        return token;
    }

    private TemplateException problem(String problem) {
        return new TemplateException(line(), problem);
    }

    private int line() {
        for (; counted < position; counted++) {
            line += source.charAt(counted) == '\n' ? 1 : 0;
        }
        return line;
    }
}
