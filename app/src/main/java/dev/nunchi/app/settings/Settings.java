package dev.nunchi.app.settings;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Everything the person can choose, as one value.
///
/// @param model name of the model in use; empty for the bundled one
/// @param presets in the order in which they were made; their names differ
/// @param mirror address that models are downloaded from instead of their usual place; an `http` or
///   `https` address, as [Mirrors] takes it
/// @param endpoints servers that may be asked to answer; their names differ. They hold keys: what
///   leaves the program takes [#withoutKeys] first
/// @param context most tokens of a conversation that an open model keeps in memory, `256` or more;
///   empty for as many as the model has
/// @param serving how other programs are let in; holds a key, too
/// @param network what the network may be used for
/// @param reviewer under which name the person reviews rows; empty for that of the computer's
///   account
public record Settings(
        Language language,
        Theme theme,
        Motion motion,
        Zoom zoom,
        Optional<String> model,
        Generation generation,
        Frame frame,
        List<Preset> presets,
        Optional<String> mirror,
        List<Endpoint> endpoints,
        Notifications notifications,
        OptionalInt context,
        Computing computing,
        Serving serving,
        Set<NetworkUse> network,
        Optional<String> reviewer) {
    /// Fewer hold no picture and an answer.
    public static final int SHORTEST_CONTEXT = 256;

    public Settings {
        presets = List.copyOf(presets);
        endpoints = List.copyOf(endpoints);
        network = Set.copyOf(network);
        if (context.orElse(SHORTEST_CONTEXT) < SHORTEST_CONTEXT) {
            throw new IllegalArgumentException("context of " + context.getAsInt() + " tokens");
        }
    }

    public static Settings defaults() {
        return new Settings(
                Language.SYSTEM,
                Theme.SYSTEM,
                Motion.FULL,
                Zoom.USUAL,
                Optional.empty(),
                Generation.defaults(),
                Frame.defaults(),
                List.of(),
                Optional.empty(),
                List.of(),
                Notifications.SHOWN,
                OptionalInt.empty(),
                Computing.defaults(),
                Serving.defaults(),
                Set.of(),
                Optional.empty());
    }

    public Settings withLanguage(Language value) {
        return with(draft -> draft.language = value);
    }

    public Settings withTheme(Theme value) {
        return with(draft -> draft.theme = value);
    }

    public Settings withMotion(Motion value) {
        return with(draft -> draft.motion = value);
    }

    public Settings withZoom(Zoom value) {
        return with(draft -> draft.zoom = value);
    }

    public Settings withModel(Optional<String> name) {
        return with(draft -> draft.model = name);
    }

    public Settings withGeneration(Generation value) {
        return with(draft -> draft.generation = value);
    }

    public Settings withFrame(Frame value) {
        return with(draft -> draft.frame = value);
    }

    /// With a preset in place of one of the same name, or behind the others.
    public Settings withPreset(Preset preset) {
        return with(draft -> draft.presets = withNamed(presets, preset, Preset::name));
    }

    public Settings withoutPreset(String name) {
        return with(draft -> draft.presets = without(presets, name, Preset::name));
    }

    public Settings withMirror(Optional<String> address) {
        return with(draft -> draft.mirror = address);
    }

    /// With an endpoint in the place of one of the same name, or behind the others.
    public Settings withEndpoint(Endpoint endpoint) {
        return with(draft -> draft.endpoints = withNamed(endpoints, endpoint, Endpoint::name));
    }

    public Settings withoutEndpoint(String name) {
        return with(draft -> draft.endpoints = without(endpoints, name, Endpoint::name));
    }

    /// The endpoint of a name.
    public Optional<Endpoint> endpoint(String name) {
        return endpoints.stream().filter(known -> known.name().equals(name)).findFirst();
    }

    /// What may be shown to others.
    public Settings withoutKeys() {
        return with(draft -> {
            draft.endpoints = endpoints.stream().map(Endpoint::withoutKey).toList();
            draft.serving = serving.withKey(Secret.none());
        });
    }

    public Settings withNotifications(Notifications value) {
        return with(draft -> draft.notifications = value);
    }

    public Settings withContext(OptionalInt tokens) {
        return with(draft -> draft.context = tokens);
    }

    public Settings withComputing(Computing value) {
        return with(draft -> draft.computing = value);
    }

    public Settings withServing(Serving value) {
        return with(draft -> draft.serving = value);
    }

    public Settings withReviewer(String name) {
        return with(draft -> draft.reviewer = Optional.of(name));
    }

    /// Whether the person has allowed a use of the network.
    public boolean allows(NetworkUse use) {
        return network.contains(use);
    }

    /// With a use of the network allowed.
    public Settings allowing(NetworkUse use) {
        return withNetwork(uses -> uses.add(use));
    }

    /// With a use of the network forbidden.
    public Settings forbidding(NetworkUse use) {
        return withNetwork(uses -> uses.remove(use));
    }

    private Settings withNetwork(Consumer<Set<NetworkUse>> change) {
        var uses = EnumSet.noneOf(NetworkUse.class);
        uses.addAll(network);
        change.accept(uses);
        return with(draft -> draft.network = uses);
    }

    private Settings with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
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

    private static <T> List<T> without(List<T> list, String gone, Function<T, String> name) {
        return list.stream().filter(item -> !name.apply(item).equals(gone)).toList();
    }

    /// The components while one of them is changed.
    private static final class Draft {
        private Language language;
        private Theme theme;
        private Motion motion;
        private Zoom zoom;
        private Optional<String> model;
        private Generation generation;
        private Frame frame;
        private List<Preset> presets;
        private Optional<String> mirror;
        private List<Endpoint> endpoints;
        private Notifications notifications;
        private OptionalInt context;
        private Computing computing;
        private Serving serving;
        private Set<NetworkUse> network;
        private Optional<String> reviewer;

        Draft(Settings from) {
            language = from.language;
            theme = from.theme;
            motion = from.motion;
            zoom = from.zoom;
            model = from.model;
            generation = from.generation;
            frame = from.frame;
            presets = from.presets;
            mirror = from.mirror;
            endpoints = from.endpoints;
            notifications = from.notifications;
            context = from.context;
            computing = from.computing;
            serving = from.serving;
            network = from.network;
            reviewer = from.reviewer;
        }

        Settings settings() {
            return new Settings(
                    language,
                    theme,
                    motion,
                    zoom,
                    model,
                    generation,
                    frame,
                    presets,
                    mirror,
                    endpoints,
                    notifications,
                    context,
                    computing,
                    serving,
                    network,
                    reviewer);
        }
    }
}
