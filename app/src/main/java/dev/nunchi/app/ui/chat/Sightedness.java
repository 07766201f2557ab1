package dev.nunchi.app.ui.chat;

import java.util.Locale;

/// How much the pictures did for a word, in steps that a person can tell apart.
public enum Sightedness {
    /// At least ten times likelier with the pictures.
    SEEN(Math.log(10)),
    /// At least twice as likely.
    HELPED(Math.log(2)),
    /// About as likely without: a guess, or a word that any answer would have.
    GUESSED(-Math.log(2)),
    /// Less than half as likely with the pictures: said in spite of them.
    AGAINST(Double.NEGATIVE_INFINITY);

    private final double least;

    Sightedness(double least) {
        this.least = least;
    }

    /// @param gain in nats
    public static Sightedness of(double gain) {
        for (var step : values()) {
            if (gain >= step.least) {
                return step;
            }
        }
        return AGAINST;
    }

    /// For a style class or the key of a message.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
