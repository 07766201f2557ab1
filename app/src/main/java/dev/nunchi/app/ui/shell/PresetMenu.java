package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.settings.Preset;
import dev.nunchi.app.ui.chat.DraftViewModel;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.app.ui.theme.Icon;

import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextInputDialog;
import javafx.scene.control.Tooltip;

import java.util.List;
import java.util.function.Consumer;

/// The ways of asking that the person has given names: question, instruction and sampling at once.
final class PresetMenu extends MenuButton {
    private static final int SUGGESTED_NAME = 40;

    private final SettingsViewModel settings;
    private final DraftViewModel draft;
    private final Consumer<Preset> use;
    private final Messages messages;

    PresetMenu(ShellViewModel shell, Messages messages) {
        this.settings = shell.features().settings();
        this.draft = shell.features().chat().draft();
        this.use = shell::use;
        this.messages = messages;
        setId("presets");
        setGraphic(Icon.PRESET.node());
        getStyleClass().addAll("quiet", "model-chip");
        setText(messages.text("shell.presets"));
        setMinWidth(USE_PREF_SIZE);
        setTooltip(new Tooltip(messages.text("shell.presets.tip")));
        setAccessibleText(messages.text("shell.presets.tip"));
        WhileShown.follow(
                this, settings.settingsProperty().map(now -> now.presets()), this::update);
    }

    private void update(List<Preset> presets) {
        getItems().clear();
        for (var preset : presets) {
            getItems().add(item(preset.name(), () -> use.accept(preset)));
        }
        if (!presets.isEmpty()) {
            getItems().add(new SeparatorMenuItem());
        }
        getItems().add(item(messages.text("shell.presets.keep"), this::keep));
        if (!presets.isEmpty()) {
            var remove = new Menu(messages.text("shell.presets.remove"));
            for (var preset : presets) {
                remove.getItems().add(item(preset.name(), () -> settings.removePreset(preset)));
            }
            getItems().add(remove);
        }
    }

    private static MenuItem item(String words, Runnable act) {
        var item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> act.run());
        return item;
    }

    private void keep() {
        String question = draft.textProperty().get().strip();
        var dialog = new TextInputDialog(suggestion(question));
        dialog.initOwner(getScene().getWindow());
        dialog.setTitle(messages.text("shell.presets.keep"));
        dialog.setHeaderText(messages.text("shell.presets.keep.body"));
        dialog.setGraphic(null);
        dialog.getEditor().setAccessibleText(messages.text("shell.presets.name"));
        dialog.showAndWait().ifPresent(name -> settings.keepPreset(name, question));
    }

    private static String suggestion(String question) {
        String line = question.lines().findFirst().orElse("");
        return line.codePointCount(0, line.length()) <= SUGGESTED_NAME
                ? line
                : line.substring(0, line.offsetByCodePoints(0, SUGGESTED_NAME)) + "…";
    }
}
