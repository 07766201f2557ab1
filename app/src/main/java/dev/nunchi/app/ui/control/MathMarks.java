package dev.nunchi.app.ui.control;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds TeX formulas in Markdown and puts them, as readable characters, between two marks that the
/// renderer knows; Markdown would take `_` and `*` in them for emphasis.
///
/// Recognised are `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, but not in code. As in Pandoc, the first
/// dollar has a character right behind it, the last one right before it and no digit behind it, so
/// that prices stay what they are. A formula that is not closed yet is left as it is.
final class MathMarks {
    /// Private-use characters, which no model writes.
    static final char OPEN = '\uE110';

    static final char CLOSE = '\uE111';

    private static final Pattern CODE_OR_MATH =
            Pattern.compile(
                    "(?<code>(?m:^) {0,3}(```|~~~)[\\s\\S]*?((?m:^) {0,3}\\2|\\z)|(?<!`)(`+)(?!`)[\\s\\S]*?"
                            + "(?<!`)\\4(?!`))"
                            + "|(?<!\\\\)\\$\\$(?<display>[^$]+?)\\$\\$"
                            + "|\\\\\\[(?<bracket>[\\s\\S]+?)\\\\\\]"
                            + "|\\\\\\((?<paren>[^\\n]+?)\\\\\\)"
                            + "|(?<![\\\\$\\p{Alnum}])\\$(?<inline>[^\\s$](?:[^$\\n]*[^\\s$\\\\])?)\\$(?![\\d$])");

    private MathMarks() {}

    static String mark(String markdown) {
        if (markdown.indexOf('$') < 0 && markdown.indexOf('\\') < 0) {
            return markdown;
        }
        return CODE_OR_MATH
                .matcher(markdown)
                .replaceAll(found -> Matcher.quoteReplacement(marked(found)));
    }

    private static String marked(MatchResult found) {
        if (found.group("code") != null) {
            return found.group();
        }
        String inline = firstOf(found, "inline", "paren");
        return inline.isEmpty()
                ? "\n\n" + readable(firstOf(found, "display", "bracket")) + "\n\n"
                : readable(inline);
    }

    private static String firstOf(MatchResult found, String group, String other) {
        String text = found.group(group) != null ? found.group(group) : found.group(other);
        return text == null ? "" : text;
    }

    private static String readable(String formula) {
        String text = TexText.of(formula).replaceAll("([\\\\`*_{}\\[\\]<>()#+\\-.!|~&])", "\\\\$1");
        return OPEN + text + CLOSE;
    }
}
