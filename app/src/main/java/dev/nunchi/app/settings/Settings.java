package dev.nunchi.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Everything the person can choose, as one value.
///
/// @param model name of the model in use; empty for the bundled one
/// @param presets in the order in which they were made; their names differ
/// @param mirror address that models are downloaded from instead of their usual place; an `http` or
///   `https` address, as [Mirrors] takes it
/// @param endpoints servers that may be asked to answer; their names differ. They hold keys: what
///   leaves the program takes [#withoutKeys] first
public record Settings(
        Language language,
        Theme theme,
        Motion motion,
        Optional<String> model,
        Generation generation,
        Frame frame,
        List<Preset> presets,
        Optional<String> mirror,
        List<Endpoint> endpoints,
        Notifications notifications) {
    public Settings {
        presets = List.copyOf(presets);
        endpoints = List.copyOf(endpoints);
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
                Optional.empty(),
                List.of(),
                Notifications.SHOWN);
    }

    public Settings withLanguage(Language value) {
        return new Settings(
                value,
                theme,
                motion,
                model,
                generation,
                frame,
                presets,
                mirror,
                endpoints,
                notifications);
    }

    public Settings withTheme(Theme value) {
        return new Settings(
                language,
                value,
                motion,
                model,
                generation,
                frame,
                presets,
                mirror,
                endpoints,
                notifications);
    }

    public Settings withMotion(Motion value) {
        return new Settings(
                language,
                theme,
                value,
                model,
                generation,
                frame,
                presets,
                mirror,
                endpoints,
                notifications);
    }

    public Settings withModel(Optional<String> name) {
        return new Settings(
                language,
                theme,
                motion,
                name,
                generation,
                frame,
                presets,
                mirror,
                endpoints,
                notifications);
    }

    public Settings withNotifications(Notifications value) {
        return new Settings(
                language,
                theme,
                motion,
                model,
                generation,
                frame,
                presets,
                mirror,
                endpoints,
                value);
    }

    public Settings withGeneration(Generation value) {
        return new Settings(
                language,
                theme,
                motion,
                model,
                value,
                frame,
                presets,
                mirror,
                endpoints,
                notifications);
    }

    public Settings withFrame(Frame value) {
        return new Settings(
                language,
                theme,
                motion,
                model,
                generation,
                value,
                presets,
                mirror,
                endpoints,
                notifications);
    }

    /// With a preset in place of one of the same name, or behind the others.
    public Settings withPreset(Preset preset) {
        var kept = withNamed(presets, preset, Preset::name);
        return new Settings(
                language,
                theme,
                motion,
                model,
                generation,
                frame,
                kept,
                mirror,
                endpoints,
                notifications);
    }

    public Settings withoutPreset(String name) {
        var kept = presets.stream().filter(preset -> !preset.name().equals(name)).toList();
        return new Settings(
                language,
                theme,
                motion,
                model,
                generation,
                frame,
                kept,
                mirror,
                endpoints,
                notifications);
    }

    public Settings withMirror(Optional<String> address) {
        return new Settings(
                language,
                theme,
                motion,
                model,
                generation,
                frame,
                presets,
                address,
                endpoints,
                notifications);
    }

    /// With an endpoint in the place of one of the same name, or behind the others.
    public Settings withEndpoint(Endpoint endpoint) {
        return withEndpoints(withNamed(endpoints, endpoint, Endpoint::name));
    }

    public Settings withoutEndpoint(String name) {
        return withEndpoints(
                endpoints.stream().filter(endpoint -> !endpoint.name().equals(name)).toList());
    }

    /// What may be shown to others.
    public Settings withoutKeys() {
        return withEndpoints(endpoints.stream().map(Endpoint::withoutKey).toList());
    }

    private Settings withEndpoints(List<Endpoint> value) {
        return new Settings(
                language,
                theme,
                motion,
                model,
                generation,
                frame,
                presets,
                mirror,
                value,
                notifications);
    }

    private static <T> List<T> withNamed(List<T> list, T item, Function<T, String> name) {
        var kept = new ArrayList<>(list);
        int old = kept.stream().map(name).toList().indexOf(name.apply(item));
        if (old < 0) {
            kept.add(item);
        } else {
            kept.set(old, item);
        }
        return kept;
    }
}
