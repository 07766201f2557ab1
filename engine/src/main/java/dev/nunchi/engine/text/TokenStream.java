package dev.nunchi.engine.text;

import java.util.Arrays;

/// Decodes a stream of ids into text that can be shown at once: never half a character.
///
/// Special tokens are left out. Only the ids since the last shown text are decoded again, so a long
/// answer costs no more per token than a short one. The pieces add up to [Tokenizer#decode] of all
/// ids, except where SentencePiece byte tokens follow a whole character and make no character
/// themselves: the library then takes the shown character back, which a stream cannot.
///
/// Confined to one thread.
public final class TokenStream {
    private static final char REPLACEMENT = '\uFFFD';

    private final Tokenizer tokenizer;
    private int[] window = new int[16];
    private int shown; // ids at the window's start whose text was returned; they give context
    private int size;

    TokenStream(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// Takes the next id.
    ///
    /// @return the text that is now certain; empty while a character is incomplete
    public String accept(int id) {
        if (size == window.length) {
            window = Arrays.copyOf(window, 2 * size);
        }
        window[size++] = id;
        var text = decode(size);
        return !text.isEmpty() && text.charAt(text.length() - 1) == REPLACEMENT ? "" : show(text);
    }

    /// Ends the stream.
    ///
    /// @return what was held back, incomplete characters as U+FFFD
    public String flush() {
        return show(decode(size));
    }

    private String show(String text) {
        int before = decode(shown).length();
        if (text.length() <= before) {
            return "";
        }
        System.arraycopy(window, shown, window, 0, size - shown);
        size -= shown;
        shown = size;
        return text.substring(before);
    }

    private String decode(int count) {
        return tokenizer.decode(Arrays.copyOf(window, count));
    }
}
