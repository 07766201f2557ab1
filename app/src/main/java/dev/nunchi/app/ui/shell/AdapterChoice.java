package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;

import java.util.Optional;

/// Which adapter answers; there only while the open model has any.
final class AdapterChoice extends MenuButton {
    /// Names may have 64 letters; the header has room for this many pixels beside the model.
    private static final double WIDEST = 220;

    private final ChatModel model;
    private final Messages messages;

    AdapterChoice(ChatModel model, Messages messages) {
        this.model = model;
        this.messages = messages;
        setId("adapter-in-use");
        setGraphic(Icon.TRAIN.node());
        getStyleClass().addAll("quiet", "model-chip");
        setMaxWidth(WIDEST);
        setTooltip(new Tooltip(messages.text("shell.adapter.tip")));
        WhileShown.follow(this, model.adapters(), this::update);
        WhileShown.follow(this, model.adapterProperty(), _ -> update());
    }

    private void update() {
        setVisible(!model.adapters().isEmpty());
        setManaged(isVisible());
        var group = new ToggleGroup();
        getItems().setAll(item(Optional.empty(), group));
        model.adapters().forEach(name -> getItems().add(item(Optional.of(name), group)));
        setText(words(model.adapterProperty().get()));
        setAccessibleText(messages.text("shell.adapter.tip") + ": " + getText());
        getTooltip().setText(getAccessibleText());
    }

    @Override
    protected double computeMinWidth(double height) {
        return Math.min(computePrefWidth(height), WIDEST);
    }

    private RadioMenuItem item(Optional<String> name, ToggleGroup group) {
        var item = new RadioMenuItem(words(name));
        item.setToggleGroup(group);
        item.setSelected(name.equals(model.adapterProperty().get()));
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> model.choose(name));
        return item;
    }

    private String words(Optional<String> name) {
        return name.orElseGet(() -> messages.text("shell.adapter.none"));
    }
}
