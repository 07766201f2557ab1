package dev.nunchi.app.judge;

import java.nio.file.Path;
import java.util.Optional;

/// One question to a model, with nothing said before it.
///
/// @param picture a file to look at
/// @param longest answer, in tokens
/// @param temperature 0 for the likeliest words
/// @param seed of what is drawn at other temperatures
public record Prompt(
        String text, Optional<Path> picture, int longest, double temperature, long seed) {
    /// Of a text alone, answered with the likeliest words.
    public static Prompt of(String text, int longest) {
        return new Prompt(text, Optional.empty(), longest, 0, 0);
    }

    public Prompt withPicture(Path file) {
        return new Prompt(text, Optional.of(file), longest, temperature, seed);
    }

    /// The same question once more, for another answer.
    ///
    /// @param attempt 1 for the second time it is asked
    public Prompt again(int attempt) {
        return new Prompt(text, picture, longest, 0.7, attempt);
    }
}
