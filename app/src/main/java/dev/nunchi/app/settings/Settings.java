package dev.nunchi.app.settings;

import java.util.Optional;

/// Everything the person can choose, as one value.
///
/// @param model name of the model in use; empty for the bundled one
public record Settings(
        Language language,
        Theme theme,
        Motion motion,
        Optional<String> model,
        Generation generation,
        Frame frame) {
    public static Settings defaults() {
        return new Settings(
                Language.SYSTEM,
                Theme.SYSTEM,
                Motion.FULL,
                Optional.empty(),
                Generation.defaults(),
                Frame.defaults());
    }

    public Settings withLanguage(Language value) {
        return new Settings(value, theme, motion, model, generation, frame);
    }

    public Settings withTheme(Theme value) {
        return new Settings(language, value, motion, model, generation, frame);
    }

    public Settings withMotion(Motion value) {
        return new Settings(language, theme, value, model, generation, frame);
    }

    public Settings withModel(Optional<String> name) {
        return new Settings(language, theme, motion, name, generation, frame);
    }

    public Settings withGeneration(Generation value) {
        return new Settings(language, theme, motion, model, value, frame);
    }

    public Settings withFrame(Frame value) {
        return new Settings(language, theme, motion, model, generation, value);
    }
}
