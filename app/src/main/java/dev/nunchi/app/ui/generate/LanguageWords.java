package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.teach.TeachingLanguage;

/// The names of the languages that teachers write.
final class LanguageWords {
    private LanguageWords() {}

    static String of(TeachingLanguage language, Messages messages) {
        return messages.text(
                switch (language) {
                    case EN -> "generate.language.en";
                    case KO -> "generate.language.ko";
                });
    }
}
