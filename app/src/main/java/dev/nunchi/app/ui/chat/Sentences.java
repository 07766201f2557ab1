package dev.nunchi.app.ui.chat;

import java.util.regex.Pattern;

/// What of a text that grows is worth telling: whole sentences and lines, not every token.
final class Sentences {
    /// A mark that ends a sentence, with the quotes and brackets that close behind it and then a
    /// space; or the end of a line.
    private static final Pattern END = Pattern.compile("[.!?…。！？]+[\"'”’)\\]]*(?=\\s)|\\n");

    private Sentences() {}

    /// How much of a text is known to be whole sentences, in characters; 0 if nothing is yet. A
    /// point at the very end may be one within a number.
    static int whole(String text) {
        var ends = END.matcher(text);
        int end = 0;
        while (ends.find()) {
            end = ends.end();
        }
        return end;
    }
}
