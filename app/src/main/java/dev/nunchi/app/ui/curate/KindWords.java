package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.data.SampleType;

/// What a row teaches, in a word.
final class KindWords {
    private KindWords() {}

    static String of(SampleType type, Messages messages) {
        return messages.text(
                switch (type) {
                    case CONVERSATION -> "train.data.type.conversation";
                    case DETAIL -> "train.data.type.detail";
                    case COMPLEX -> "train.data.type.complex";
                    case CAPTION -> "train.data.type.caption";
                });
    }
}
