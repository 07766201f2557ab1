package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.progress.Stage;

/// What happens to a model that is being imported or opened, in a few words.
public final class StageWords {
    private StageWords() {}

    /// With how far it is, where that is known.
    ///
    /// @param fraction `0..1`, or -1 if not known
    public static String of(Stage stage, double fraction, Messages messages) {
        String words = messages.text(key(stage));
        return fraction < 0 ? words : words + " · " + messages.formats().percent(fraction);
    }

    private static String key(Stage stage) {
        return switch (stage) {
            case COPYING_MODEL -> "shell.stage.copying";
            case QUANTISING_MODEL -> "shell.stage.quantising";
            case CHECKING_MODEL -> "shell.stage.checking";
            case COMPILING_MODEL -> "shell.stage.compiling";
            case EVALUATING -> "shell.stage.evaluating";
            case LOADING_MODEL,
                    READING_PICTURE,
                    ENCODING_PICTURE,
                    READING_PROMPT,
                    ANSWERING,
                    READING_DATA,
                    MEASURING_STEPS ->
                    "shell.stage.loading";
        };
    }
}
