package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.Excerpt;
import dev.nunchi.app.store.Excerpt.Mark;

import java.util.ArrayList;
import java.util.List;

/// Cuts the piece out of a text in which searched words occur.
final class Excerpts {
    private static final int BEFORE = 16;
    private static final int AFTER = 80;

    private Excerpts() {}

    /// @param words at least one; those that do not occur are passed over
    static Excerpt of(long turn, String text, List<String> words) {
        String line = text.strip().replaceAll("\\s+", " ");
        int first = marks(line, words).stream().mapToInt(Mark::from).min().orElse(0);
        int from = first <= BEFORE ? 0 : wordStart(line, first - BEFORE, first);
        int to = Math.min(line.length(), first + AFTER);
        if (to < line.length() && Character.isLowSurrogate(line.charAt(to))) {
            to--;
        }
        String piece =
                (from > 0 ? "…" : "") + line.substring(from, to) + (to < line.length() ? "…" : "");
        return new Excerpt(turn, piece, marks(piece, words));
    }

    private static int wordStart(String line, int from, int limit) {
        int space = line.indexOf(' ', from);
        if (space >= 0 && space < limit) {
            return space + 1;
        }
        return Character.isLowSurrogate(line.charAt(from)) ? from + 1 : from;
    }

    /// Where the words occur: the leftmost first, and of several at one place the longest.
    private static List<Mark> marks(String line, List<String> words) {
        var marks = new ArrayList<Mark>();
        int at = 0;
        while (at < line.length()) {
            int here = at;
            int length =
                    words.stream()
                            .filter(word -> line.regionMatches(true, here, word, 0, word.length()))
                            .mapToInt(String::length)
                            .max()
                            .orElse(0);
            if (length > 0) {
                marks.add(new Mark(at, at + length));
            }
            at += Math.max(1, length);
        }
        return marks;
    }
}
