package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Mirrors;
import dev.nunchi.app.settings.Motion;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Notifications;
import dev.nunchi.app.settings.Preset;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.settings.Zoom;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// What can be chosen, in use at once and written behind.
///
/// Text that is still being typed lives in the text properties; [#commit] takes over what of it can
/// be used and leaves the rest to be mended.
public final class SettingsViewModel {
    /// Longest answers that can be asked for, in tokens.
    public static final int MAX_TOKENS = 32_768;

    private final SettingsStore store;
    private final JobRunner jobs;
    private final LicencesViewModel licences;
    private final ReadOnlyObjectWrapper<Settings> settings;
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Section>> section =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final StringProperty systemPrompt = new SimpleStringProperty();
    private final StringProperty maxTokens = new SimpleStringProperty();
    private final StringProperty seed = new SimpleStringProperty();
    private final StringProperty mirror = new SimpleStringProperty();
    private final BooleanBinding maxTokensValid =
            Bindings.createBooleanBinding(() -> parseMaxTokens().isPresent(), maxTokens);
    private final BooleanBinding seedValid =
            Bindings.createBooleanBinding(() -> parseSeed().isPresent(), seed);
    private final BooleanBinding mirrorValid =
            Bindings.createBooleanBinding(this::isMirrorValid, mirror);

    public SettingsViewModel(SettingsStore store, JobRunner jobs) {
        this.store = store;
        this.jobs = jobs;
        this.licences = new LicencesViewModel(jobs);
        this.settings = new ReadOnlyObjectWrapper<>(store.current());
        showFields();
    }

    /// What the program contains of others.
    public LicencesViewModel licences() {
        return licences;
    }

    public ReadOnlyObjectProperty<Settings> settingsProperty() {
        return settings.getReadOnlyProperty();
    }

    /// The part of the page that is to be looked at, each time that it is asked for.
    public ReadOnlyObjectProperty<Optional<Section>> sectionProperty() {
        return section.getReadOnlyProperty();
    }

    /// Notes that the person knows that what they ask goes to an endpoint.
    public void agree(Endpoint endpoint) {
        change(now ->
                now.withEndpoint(endpoint.withConsent(Endpoint.Consent.GIVEN))
                        .allowing(NetworkUse.REMOTE_ANSWERS));
    }

    /// Asks for a part of the page.
    public void look(Section wanted) {
        section.set(Optional.empty());
        section.set(Optional.of(wanted));
    }

    /// Why the settings could not be saved; they are in use all the same.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public StringProperty systemPromptProperty() {
        return systemPrompt;
    }

    public StringProperty maxTokensProperty() {
        return maxTokens;
    }

    public BooleanBinding maxTokensValidProperty() {
        return maxTokensValid;
    }

    public StringProperty seedProperty() {
        return seed;
    }

    public BooleanBinding seedValidProperty() {
        return seedValid;
    }

    /// Address of a mirror of the catalogue's server; empty for none.
    public StringProperty mirrorProperty() {
        return mirror;
    }

    public BooleanBinding mirrorValidProperty() {
        return mirrorValid;
    }

    public void choose(Language language) {
        change(current -> current.withLanguage(language));
    }

    public void choose(Theme theme) {
        change(current -> current.withTheme(theme));
    }

    /// Allows a use of the network, until it is forbidden.
    public void allow(NetworkUse use) {
        change(current -> current.allowing(use));
    }

    public void forbid(NetworkUse use) {
        change(current -> current.forbidding(use));
    }

    public void choose(Zoom zoom) {
        change(current -> current.withZoom(zoom));
    }

    public void choose(Motion motion) {
        change(current -> current.withMotion(motion));
    }

    public void choose(Notifications notifications) {
        change(current -> current.withNotifications(notifications));
    }

    /// @param temperature `0..2`, kept to one decimal
    public void chooseTemperature(double temperature) {
        changeGeneration(g -> g.withTemperature(Math.round(temperature * 10) / 10.0));
    }

    /// Takes over the text fields, as far as they can be used.
    public void commit() {
        changeGeneration(current -> {
            var changed = current.withSystemPrompt(systemPrompt.get().strip());
            var tokens = parseMaxTokens();
            if (tokens.isPresent()) {
                changed = changed.withMaxNewTokens(tokens.getAsInt());
            }
            return parseSeed().map(changed::withSeed).orElse(changed);
        });
        if (isMirrorValid()) {
            var address = Mirrors.parse(mirror.get()).map(URI::toString);
            change(current -> current.withMirror(address));
        }
    }

    /// Answers as they are made when nothing was chosen.
    public void restoreDefaults() {
        changeGeneration(_ -> Generation.defaults());
        showFields();
    }

    /// Uses other settings in place of all, e.g. those of the file after a safe start.
    public void takeOver(Settings other) {
        change(_ -> other);
        showFields();
    }

    /// Makes answers as a preset says.
    public void use(Preset preset) {
        changeGeneration(_ -> preset.generation());
        showFields();
    }

    /// Keeps how answers are made now, with a question, under a name; one of the same name gives
    /// way.
    ///
    /// @param name blank: nothing happens
    public void keepPreset(String name, String question) {
        if (!name.isBlank()) {
            var preset = new Preset(name.strip(), question, settings.get().generation());
            change(current -> current.withPreset(preset));
        }
    }

    public void removePreset(Preset preset) {
        change(current -> current.withoutPreset(preset.name()));
    }

    /// Changes what the person does not see as a setting, such as the window's place.
    public void change(UnaryOperator<Settings> change) {
        var changed = change.apply(settings.get());
        if (changed.equals(settings.get())) {
            return;
        }
        settings.set(changed);
        jobs.run(Job.of("saving the settings", _ -> store.update(change)))
                .onSuccess(_ -> problem.set(Optional.empty()))
                .onFailure(failure -> problem.set(Optional.of(failure)));
    }

    private void changeGeneration(UnaryOperator<Generation> change) {
        change(current -> current.withGeneration(change.apply(current.generation())));
    }

    private void showFields() {
        var generation = settings.get().generation();
        systemPrompt.set(generation.systemPrompt());
        maxTokens.set(Integer.toString(generation.maxNewTokens()));
        mirror.set(settings.get().mirror().orElse(""));
        seed.set(generation.seed().isPresent() ? Long.toString(generation.seed().getAsLong()) : "");
    }

    private boolean isMirrorValid() {
        return mirror.get().isBlank() || Mirrors.parse(mirror.get()).isPresent();
    }

    private OptionalInt parseMaxTokens() {
        var text = maxTokens.get().strip();
        if (!text.matches("[0-9]{1,5}")) {
            return OptionalInt.empty();
        }
        int tokens = Integer.parseInt(text);
        return tokens >= 1 && tokens <= MAX_TOKENS ? OptionalInt.of(tokens) : OptionalInt.empty();
    }

    private Optional<OptionalLong> parseSeed() {
        var text = seed.get().strip();
        if (text.isEmpty()) {
            return Optional.of(OptionalLong.empty());
        }
        return text.matches("-?[0-9]{1,18}")
                ? Optional.of(OptionalLong.of(Long.parseLong(text)))
                : Optional.empty();
    }
}
