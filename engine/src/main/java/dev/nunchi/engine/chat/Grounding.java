package dev.nunchi.engine.chat;

import java.util.List;
import java.util.stream.Collectors;

/// How much each word of an answer owes to the pictures, and how much of it could have been
/// guessed: its log-probability with the pictures less that with the same pictures made
/// [dev.nunchi.engine.image.Unrecognisable] (docs/decisions/0014-seen-or-guessed.md).
///
/// @param words in order; what stands before each and the tail make them the whole answer
/// @param tail what stands behind the last word
public record Grounding(List<Word> words, String tail) {
    /// One word.
    ///
    /// @param before spaces and marks since the word before it
    /// @param text letters and digits; in Korean with its particles
    /// @param seen natural logarithm of its probability with the pictures, `<= 0`
    /// @param guessed the same when nothing can be told from the pictures
    public record Word(String before, String text, double seen, double guessed) {
        /// What the pictures did: above 0 they made the word likelier, in nats. `exp` of it is by
        /// how many times.
        public double gain() {
            return seen - guessed;
        }
    }

    public Grounding {
        words = List.copyOf(words);
    }

    /// The answer.
    public String text() {
        return words.stream().map(word -> word.before() + word.text()).collect(Collectors.joining())
                + tail;
    }
}
