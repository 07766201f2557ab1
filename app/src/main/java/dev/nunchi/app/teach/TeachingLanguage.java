package dev.nunchi.app.teach;

import java.util.Locale;
import java.util.Optional;

/// The languages that teachers write.
public enum TeachingLanguage {
    EN,
    KO;

    /// As options spell it: `en`, `ko`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @param word in any case
    public static Optional<TeachingLanguage> parse(String word) {
        for (var language : values()) {
            if (language.word().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }
}
