package dev.nunchi.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything the person can choose, as one value.
///
/// @param model name of the model in use; empty for the bundled one
/// @param presets in the order in which they were made; their names differ
/// @param mirror address that models are downloaded from instead of their usual place; an `http` or
///   `https` address, as [Mirrors] takes it
public record Settings(
        Language language,
        Theme theme,
        Motion motion,
        Optional<String> model,
        Generation generation,
        Frame frame,
        List<Preset> presets,
        Optional<String> mirror) {
    public Settings {
        presets = List.copyOf(presets);
    }

    public static Settings defaults() {
        return new Settings(
                Language.SYSTEM,
                Theme.SYSTEM,
                Motion.FULL,
                Optional.empty(),
                Generation.defaults(),
                Frame.defaults(),
                List.of(),
                Optional.empty());
    }

    public Settings withLanguage(Language value) {
        return new Settings(value, theme, motion, model, generation, frame, presets, mirror);
    }

    public Settings withTheme(Theme value) {
        return new Settings(language, value, motion, model, generation, frame, presets, mirror);
    }

    public Settings withMotion(Motion value) {
        return new Settings(language, theme, value, model, generation, frame, presets, mirror);
    }

    public Settings withModel(Optional<String> name) {
        return new Settings(language, theme, motion, name, generation, frame, presets, mirror);
    }

    public Settings withGeneration(Generation value) {
        return new Settings(language, theme, motion, model, value, frame, presets, mirror);
    }

    public Settings withFrame(Frame value) {
        return new Settings(language, theme, motion, model, generation, value, presets, mirror);
    }

    /// With a preset in place of one of the same name, or behind the others.
    public Settings withPreset(Preset preset) {
        var kept = new ArrayList<>(presets);
        int old = kept.stream().map(Preset::name).toList().indexOf(preset.name());
        if (old < 0) {
            kept.add(preset);
        } else {
            kept.set(old, preset);
        }
        return new Settings(language, theme, motion, model, generation, frame, kept, mirror);
    }

    public Settings withoutPreset(String name) {
        var kept = presets.stream().filter(preset -> !preset.name().equals(name)).toList();
        return new Settings(language, theme, motion, model, generation, frame, kept, mirror);
    }

    public Settings withMirror(Optional<String> address) {
        return new Settings(language, theme, motion, model, generation, frame, presets, address);
    }
}
