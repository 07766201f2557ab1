package dev.nunchi.app.l10n;

import dev.nunchi.engine.library.Architecture;

/// What models are, in the user's language.
public final class ModelWords {
    private ModelWords() {}

    /// E.g. `CLIP ViT + Llama, 32 layers`; empty if nothing is known.
    public static String architecture(Messages messages, Architecture architecture) {
        return architecture.layers() > 0
                ? messages.text("models.architecture", architecture.parts(), architecture.layers())
                : architecture.parts();
    }
}
