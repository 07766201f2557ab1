package dev.nunchi.app.ui.generate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.data.SampleType;

/// What kinds of rows are called, and what they are.
final class KindWords {
    private KindWords() {}

    static String of(SampleType kind, Messages messages) {
        return messages.text(
                switch (kind) {
                    case CONVERSATION -> "generate.kind.conversation";
                    case DETAIL -> "generate.kind.detail";
                    case COMPLEX -> "generate.kind.complex";
                    case CAPTION -> "generate.kind.caption";
                });
    }

    static String about(SampleType kind, Messages messages) {
        return messages.text(
                switch (kind) {
                    case CONVERSATION -> "generate.kind.conversation.about";
                    case DETAIL -> "generate.kind.detail.about";
                    case COMPLEX -> "generate.kind.complex.about";
                    case CAPTION -> "generate.kind.caption.about";
                });
    }
}
