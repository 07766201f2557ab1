package dev.nunchi.engine.text.jinja;

/// White space as Python's strings understand it.
final class Spaces {
    private static final char NEXT_LINE = '\u0085';

    private Spaces() {}

    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }

    static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
