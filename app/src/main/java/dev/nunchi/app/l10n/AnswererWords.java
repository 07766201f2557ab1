package dev.nunchi.app.l10n;

import dev.nunchi.app.store.Answerer;

/// Names of those who answer.
public final class AnswererWords {
    private AnswererWords() {}

    /// E.g. `llava-7b`, `llava-7b + cats`, `llava-34b (lab)`.
    public static String of(Answerer who, Messages messages) {
        if (who.endpoint().isPresent()) {
            return messages.text("answerer.remote", who.model(), who.endpoint().get());
        }
        return who.adapter()
                .map(adapter -> messages.text("answerer.adapter", who.model(), adapter))
                .orElse(who.model());
    }
}
