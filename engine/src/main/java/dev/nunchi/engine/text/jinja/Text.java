package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// A string in which every character is owned by the template or is content.
///
/// Equality, hashing and searching look at the characters only. Positions are UTF-16 units, but for
/// those that a template sees ([#characters], [#slice]): they count code points, as Python does.
public final class Text implements Value {
    private static final int[] NO_CHANGES = {};

    private final String string;
    private final boolean startsAsContent;
    private final int[] changes; // positions, ascending, at which the owner changes

    private Text(String string, boolean startsAsContent, int[] changes) {
        this.string = string;
        this.startsAsContent = startsAsContent;
        this.changes = changes;
    }

    /// A text that the template owns.
    public static Text layout(String string) {
        return new Text(string, false, NO_CHANGES);
    }

    /// A text that somebody else wrote.
    public static Text content(String string) {
        return new Text(string, true, NO_CHANGES);
    }

    /// A stretch of characters of one owner.
    public record Run(String string, boolean content) {}

    /// The characters alone.
    public String string() {
        return string;
    }

    /// This text and another behind it.
    public Text concat(Text other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        var all = new ArrayList<Integer>();
        Arrays.stream(changes).forEach(all::add);
        if (changes.length % 2 == 1 ^ startsAsContent != other.startsAsContent) {
            all.add(string.length());
        }
        Arrays.stream(other.changes).forEach(c -> all.add(c + string.length()));
        var positions = all.stream().mapToInt(Integer::intValue).toArray();
        return new Text(string + other.string, startsAsContent, positions);
    }

    /// The text in stretches of one owner, none of them empty.
    public List<Run> runs() {
        var runs = new ArrayList<Run>();
        boolean content = startsAsContent;
        int start = 0;
        for (int change : changes) {
            runs.add(new Run(string.substring(start, change), content));
            start = change;
            content = !content;
        }
        if (start < string.length()) {
            runs.add(new Run(string.substring(start), content));
        }
        return runs;
    }

    /// How many characters Python would count.
    int characters() {
        return string.codePointCount(0, string.length());
    }

    boolean isEmpty() {
        return string.isEmpty();
    }

    /// @param from first UTF-16 unit
    /// @param to behind the last one
    Text substring(int from, int to) {
        boolean content = startsAsContent ^ (changesUpTo(from) % 2 == 1);
        var within = Arrays.stream(changes).filter(c -> c > from && c < to).map(c -> c - from);
        return new Text(string.substring(from, to), content, within.toArray());
    }

    /// @param from first code point
    /// @param to behind the last one
    Text slice(int from, int to) {
        int start = string.offsetByCodePoints(0, from);
        return substring(start, string.offsetByCodePoints(start, to - from));
    }

    /// One text per code point.
    List<Value> split() {
        var characters = new ArrayList<Value>();
        for (int i = 0; i < string.length(); ) {
            int next = i + Character.charCount(string.codePointAt(i));
            characters.add(substring(i, next));
            i = next;
        }
        return characters;
    }

    /// Each run changed on its own, keeping its owner.
    Text map(UnaryOperator<String> change, Rendering rendering) throws TemplateException {
        var mapped = new Builder(rendering);
        for (var run : runs()) {
            mapped.append(change.apply(run.string()), run.content());
        }
        return mapped.build();
    }

    private int changesUpTo(int position) {
        int found = Arrays.binarySearch(changes, position);
        return found >= 0 ? found + 1 : -found - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text that && string.equals(that.string);
    }

    @Override
    public int hashCode() {
        return string.hashCode();
    }

    @Override
    public String toString() {
        return string;
    }

    /// Puts a text together, within the rendering's limit of characters.
    static final class Builder {
        private final Rendering rendering;
        private final StringBuilder string = new StringBuilder();
        private final List<Integer> changes = new ArrayList<>();
        private boolean startsAsContent;
        private boolean endsAsContent;

        Builder(Rendering rendering) {
            this.rendering = rendering;
        }

        Builder append(String layout) throws TemplateException {
            return append(layout, false);
        }

        Builder append(Text text) throws TemplateException {
            for (var run : text.runs()) {
                append(run.string(), run.content());
            }
            return this;
        }

        Builder append(String characters, boolean content) throws TemplateException {
            if (characters.isEmpty()) {
                return this;
            }
            rendering.countCharacters(characters.length());
            if (string.isEmpty()) {
                startsAsContent = content;
            } else if (content != endsAsContent) {
                changes.add(string.length());
            }
            endsAsContent = content;
            string.append(characters);
            return this;
        }

        Text build() {
            var positions = changes.stream().mapToInt(Integer::intValue).toArray();
            return new Text(string.toString(), startsAsContent, positions);
        }
    }
}
