package dev.nunchi.engine.data;

import java.util.regex.Pattern;

/// Turns a caption as data sets hold it into a sentence.
public final class CaptionText {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern SPACE_BEFORE_MARK = Pattern.compile(" +([.,;:!?)])");
    private static final Pattern SPLIT_SUFFIX = Pattern.compile(" +('s|'re|'ve|'ll|'d|'m|n't)\\b");
    private static final Pattern QUOTES_AROUND = Pattern.compile("^[ \"]+|[ \"]+$");
    private static final Pattern STOPS_AT_END = Pattern.compile("[. ]+$");

    private CaptionText() {}

    /// Undoes raw tokenisation (`a dog 's bone .`): single spaces, marks and `'s` at their words,
    /// no quotation marks around, a capital first, and one full stop at the end unless another mark
    /// ends the sentence.
    ///
    /// @return empty if the caption holds no word
    public static String tidy(String caption) {
        String text = SPACE.matcher(caption).replaceAll(" ");
        text = SPACE_BEFORE_MARK.matcher(text).replaceAll("$1");
        text = SPLIT_SUFFIX.matcher(text).replaceAll("$1");
        text = QUOTES_AROUND.matcher(text).replaceAll("");
        text = STOPS_AT_END.matcher(text).replaceAll("");
        if (text.isEmpty()) {
            return "";
        }
        int first = text.codePointAt(0);
        String rest = text.substring(Character.charCount(first));
        return Character.toString(Character.toUpperCase(first)) + rest + end(text);
    }

    private static String end(String text) {
        char last = text.charAt(text.length() - 1);
        return last == '!' || last == '?' ? "" : ".";
    }
}
