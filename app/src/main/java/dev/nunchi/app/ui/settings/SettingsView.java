package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Motion;
import dev.nunchi.app.settings.Notifications;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.settings.Zoom;
import dev.nunchi.app.ui.control.TabMovesOn;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.PagePane;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

import org.controlsfx.control.ToggleSwitch;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// The settings page.
public final class SettingsView extends StackPane {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");
    private static final int PROMPT_ROWS = 3;

    private final SettingsViewModel viewModel;
    private final Messages messages;
    private final Acts acts;
    private final PagePane page;
    private final Map<Section, Node> tops = new EnumMap<>(Section.class);

    /// What the page shows and changes.
    public record Models(
            SettingsViewModel settings,
            ComputingViewModel computing,
            EndpointsViewModel endpoints,
            ServingViewModel serving,
            UpkeepViewModel upkeep) {}

    /// What leads out of the page.
    ///
    /// @param openFolder shows a folder in the system's file manager
    /// @param openLog shows what the program has noted about itself
    /// @param makeDiagnostics gathers what helps to find out what is wrong
    public record Acts(Consumer<Path> openFolder, Runnable openLog, Runnable makeDiagnostics) {}

    public SettingsView(Models models, Messages messages, AppFolders folders, Acts acts) {
        this.viewModel = models.settings();
        this.messages = messages;
        this.acts = acts;
        setId("settings-page");
        Stylesheet.addTo(this, "settings.css");
        page = new PagePane(text("settings.title"));
        page.add(jumps());
        add(Section.LOOK, look());
        add(Section.ANSWERS, answers());
        add(Section.COMPUTING, new ComputingCard(viewModel, models.computing(), messages).node());
        add(Section.SERVERS, new EndpointsCard(models.endpoints(), messages));
        add(Section.SERVING, new ServingCard(viewModel, models.serving(), messages).node());
        add(Section.PRIVACY, new PrivacyCard(viewModel, messages).nodes());
        add(Section.FOLDERS, folders(folders));
        add(Section.HELP, new HelpCard(models.upkeep(), messages, acts).node());
        add(Section.ABOUT, about(About.current()));
        getChildren().add(page);
        WhileShown.follow(
                this,
                viewModel.sectionProperty(),
                wanted -> wanted.map(tops::get).ifPresent(page::scrollTo));
    }

    private void add(Section section, Node... cards) {
        tops.put(section, cards[0]);
        page.add(cards);
    }

    /// Leads to the parts of the page, which is long.
    private Node jumps() {
        var jumps = new FlowPane();
        jumps.getStyleClass().add("settings-jumps");
        for (var section : Section.values()) {
            var jump = new Button(text(section.key()));
            jump.setId("jump-" + section.name().toLowerCase(Locale.ROOT));
            jump.getStyleClass().addAll("quiet", "settings-jump");
            jump.setOnAction(_ -> viewModel.look(section));
            jumps.getChildren().add(jump);
        }
        return jumps;
    }

    private Node look() {
        var language =
                Choice.of(
                        "settings-language",
                        List.of(Language.values()),
                        this::nameOf,
                        viewModel::choose);
        var theme =
                Choice.of(
                        "settings-theme", List.of(Theme.values()), this::nameOf, viewModel::choose);
        var zoom = Choice.of("settings-zoom", Zoom.STEPS, this::nameOf, viewModel::choose);
        var motion = new ToggleSwitch();
        motion.setId("settings-motion");
        var notifications = new ToggleSwitch();
        notifications.setId("settings-notifications");
        // A shortcut may change them as well.
        WhileShown.follow(
                this,
                viewModel.settingsProperty(),
                now -> {
                    language.setValue(now.language());
                    theme.setValue(now.theme());
                    zoom.setValue(now.zoom());
                    motion.setSelected(now.motion() == Motion.REDUCED);
                    notifications.setSelected(now.notifications() == Notifications.SHOWN);
                });
        motion.selectedProperty()
                .subscribe((_, on) -> viewModel.choose(on ? Motion.REDUCED : Motion.FULL));
        notifications
                .selectedProperty()
                .subscribe(
                        (_, on) -> viewModel.choose(on ? Notifications.SHOWN : Notifications.OFF));
        return new SettingsCard(text("settings.look"))
                .row(text("settings.language"), "", language)
                .row(text("settings.theme"), "", theme)
                .row(text("settings.zoom"), text("settings.zoom.hint"), zoom)
                .row(text("settings.motion"), text("settings.motion.hint"), motion)
                .row(
                        text("support.news.setting"),
                        text("support.news.setting.hint"),
                        notifications);
    }

    private Node answers() {
        var defaults = new Button(text("settings.defaults"));
        defaults.getStyleClass().add("quiet");
        defaults.setOnAction(_ -> viewModel.restoreDefaults());
        return new SettingsCard(text("settings.answers"), defaults)
                .block(
                        text("settings.systemPrompt"),
                        text("settings.systemPrompt.hint"),
                        systemPrompt())
                .row(text("settings.temperature"), text("settings.temperature.hint"), temperature())
                .row(
                        text("settings.maxTokens"),
                        text("settings.maxTokens.hint"),
                        numberField(
                                "settings-max-tokens",
                                viewModel.maxTokensProperty(),
                                viewModel.maxTokensValidProperty()))
                .problem(
                        text("settings.number.invalid", 1, SettingsViewModel.MAX_TOKENS),
                        viewModel.maxTokensValidProperty().not())
                .row(
                        text("settings.seed"),
                        text("settings.seed.hint"),
                        numberField(
                                "settings-seed",
                                viewModel.seedProperty(),
                                viewModel.seedValidProperty()))
                .problem(text("settings.seed.invalid"), viewModel.seedValidProperty().not());
    }

    private TextArea systemPrompt() {
        var prompt = new TextArea();
        prompt.setId("settings-system-prompt");
        prompt.setWrapText(true);
        prompt.setPrefRowCount(PROMPT_ROWS);
        TabMovesOn.from(prompt);
        commitWhenLeft(prompt, viewModel.systemPromptProperty());
        return prompt;
    }

    private Node temperature() {
        var slider = new Slider(0, 2, 0);
        slider.setId("settings-temperature");
        slider.setAccessibleText(text("settings.temperature"));
        slider.setAccessibleHelp(text("settings.temperature.hint"));
        slider.setBlockIncrement(0.1);
        slider.setMajorTickUnit(0.1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        var value = new Label();
        value.getStyleClass().add("settings-figure");
        viewModel
                .settingsProperty()
                .subscribe(settings -> {
                    double temperature = settings.generation().temperature();
                    value.setText(messages.formats().decimal(temperature, 1));
                    if (!slider.isValueChanging()) {
                        slider.setValue(temperature);
                    }
                });
        slider.valueProperty().subscribe(now -> viewModel.chooseTemperature(now.doubleValue()));
        var box = new HBox(slider, value);
        box.getStyleClass().add("settings-slider");
        return box;
    }

    private TextField numberField(String id, StringProperty text, ObservableValue<Boolean> valid) {
        var field = new TextField();
        field.setId(id);
        field.getStyleClass().add("settings-number");
        field.setOnAction(_ -> viewModel.commit());
        commitWhenLeft(field, text);
        valid.subscribe(good -> field.pseudoClassStateChanged(ERROR, !good));
        return field;
    }

    private void commitWhenLeft(TextInputControl field, StringProperty text) {
        field.textProperty().bindBidirectional(text);
        field.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        viewModel.commit();
                    }
                });
    }

    private Node folders(AppFolders folders) {
        return new SettingsCard(text("settings.folders"))
                .row(text("settings.folders.data"), folders.data().toString(), open(folders.data()))
                .row(
                        text("settings.folders.models"),
                        folders.models().toString(),
                        open(folders.models()))
                .row(
                        text("settings.folders.cache"),
                        folders.cache().toString(),
                        open(folders.cache()))
                .row(
                        text("settings.folders.state"),
                        folders.state().toString(),
                        open(folders.state()));
    }

    private Button open(Path folder) {
        var button = new Button(text("settings.folders.open"));
        button.setOnAction(_ -> acts.openFolder().accept(folder));
        return button;
    }

    private Node about(About about) {
        return new SettingsCard(text("settings.about"))
                .paragraph(text("settings.about.version", about.version()), "strong")
                .paragraph(
                        text(
                                "settings.about.runtime",
                                about.java(),
                                about.javafx(),
                                about.system()),
                        "muted")
                .paragraph(text("settings.about.privacy"), "plain")
                .paragraph(text("settings.about.licence"), "plain")
                .block(
                        text("settings.about.licences"),
                        text("settings.about.licences.hint"),
                        new LicencesPane(viewModel.licences(), messages));
    }

    private String nameOf(Zoom zoom) {
        String percent = messages.formats().percent(zoom.factor());
        return zoom.equals(Zoom.USUAL) ? text("settings.zoom.usual", percent) : percent;
    }

    private String nameOf(Language language) {
        return switch (language) {
            case SYSTEM -> text("settings.language.system");
            case EN -> text("settings.language.en");
            case KO -> text("settings.language.ko");
        };
    }

    private String nameOf(Theme theme) {
        return switch (theme) {
            case SYSTEM -> text("settings.theme.system");
            case LIGHT -> text("settings.theme.light");
            case DARK -> text("settings.theme.dark");
            case HIGH_CONTRAST -> text("settings.theme.contrast");
        };
    }

    private String text(String key, Object... arguments) {
        return messages.text(key, arguments);
    }
}
