package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/// Python's string operations, shared by filters and methods. Every character keeps its owner.
final class Texts {
    private Texts() {}

    /// Which ends of a text are stripped.
    enum Side {
        LEFT,
        RIGHT,
        BOTH
    }

    static Text strip(Text text, Side side, IntPredicate stripped) {
        var string = text.string();
        int start = 0;
        int end = string.length();
        while (side != Side.RIGHT && start < end && stripped.test(string.codePointAt(start))) {
            start += Character.charCount(string.codePointAt(start));
        }
        while (side != Side.LEFT && start < end && stripped.test(string.codePointBefore(end))) {
            end -= Character.charCount(string.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    static Text upper(Text text, Rendering rendering) throws TemplateException {
        return text.map(run -> run.toUpperCase(Locale.ROOT), rendering);
    }

    static Text lower(Text text, Rendering rendering) throws TemplateException {
        return text.map(run -> run.toLowerCase(Locale.ROOT), rendering);
    }

    static Text capitalize(Text text, Rendering rendering) throws TemplateException {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.string().codePointAt(0));
        return new Text.Builder(rendering)
                .append(upper(text.substring(0, first), rendering))
                .append(lower(text.substring(first, text.string().length()), rendering))
                .build();
    }

    /// Letters after something else than a letter in upper case, all others in lower case.
    static Text title(Text text, Rendering rendering) throws TemplateException {
        var titled = new Text.Builder(rendering);
        boolean inWord = false;
        for (var run : text.runs()) {
            var changed = new StringBuilder();
            for (int c : run.string().codePoints().toArray()) {
                changed.appendCodePoint(
                        inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
                inWord = Character.isLetter(c);
            }
            titled.append(changed.toString(), run.content());
        }
        return titled.build();
    }

    /// @param limit how many are replaced at most
    static Text replace(Text text, Text old, Text by, long limit, Rendering rendering)
            throws TemplateException {
        if (old.isEmpty()) {
            throw rendering.problem("replace: nothing to look for");
        }
        return join(split(text, old, limit, rendering), by, rendering);
    }

    static Text join(List<Value> items, Text separator, Rendering rendering)
            throws TemplateException {
        var joined = new Text.Builder(rendering);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                joined.append(separator);
            }
            Printer.print(items.get(i), joined, rendering);
        }
        return joined.build();
    }

    /// @param limit how many cuts are made at most, from the left
    static List<Value> split(Text text, Text separator, long limit, Rendering rendering)
            throws TemplateException {
        if (separator.isEmpty()) {
            throw rendering.problem("split: empty separator");
        }
        var parts = new ArrayList<Value>();
        var string = text.string();
        int start = 0;
        int cut = string.indexOf(separator.string());
        while (cut >= 0 && parts.size() < limit) {
            parts.add(text.substring(start, cut));
            rendering.countElements(1);
            start = cut + separator.string().length();
            cut = string.indexOf(separator.string(), start);
        }
        parts.add(text.substring(start, string.length()));
        return parts;
    }

    /// As [#split], with the cuts made from the right.
    static List<Value> splitFromRight(Text text, Text separator, long limit, Rendering rendering)
            throws TemplateException {
        var all = split(text, separator, Long.MAX_VALUE, rendering);
        int joined = (int) Math.max(0, all.size() - 1 - limit);
        var parts = new ArrayList<Value>();
        parts.add(join(all.subList(0, joined + 1), separator, rendering));
        parts.addAll(all.subList(joined + 1, all.size()));
        return parts;
    }

    /// The words between white space.
    static List<Value> words(Text text, Rendering rendering) throws TemplateException {
        var words = new ArrayList<Value>();
        var string = text.string();
        int start = 0;
        for (int i = 0; i <= string.length(); i++) {
            if (i == string.length() || Spaces.isSpace(string.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                    rendering.countElements(1);
                }
                start = i + 1;
            }
        }
        return words;
    }
}
