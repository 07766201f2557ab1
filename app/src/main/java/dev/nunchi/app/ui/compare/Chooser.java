package dev.nunchi.app.ui.compare;

import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;

import java.util.function.Consumer;

/// Who shall answer: one chip each, with whom else it could be, and a way to add more.
final class Chooser extends FlowPane {
    /// Names may be long; a row shall hold two of them.
    private static final double WIDEST = 320;

    private final CompareViewModel model;
    private final Messages messages;

    Chooser(CompareViewModel model, Messages messages) {
        this.model = model;
        this.messages = messages;
        getStyleClass().add("compare-chooser");
        setId("compare-chooser");
        WhileShown.follow(this, model.chosen(), this::update);
        WhileShown.follow(this, model.available(), this::update);
        WhileShown.follow(this, model.stateProperty(), _ -> update());
    }

    private void update() {
        getChildren().clear();
        for (int i = 0; i < model.chosen().size(); i++) {
            getChildren().add(chip(i));
        }
        if (model.chosen().size() < CompareViewModel.MOST && !model.others().isEmpty()) {
            getChildren().add(addMenu());
        }
        setDisable(model.getState() == CompareState.ANSWERING);
    }

    private MenuButton chip(int index) {
        var who = model.chosen().get(index);
        var chip = new MenuButton(words(who));
        chip.setId("compare-chip-" + index);
        chip.getStyleClass().add("compare-chip");
        chip.setGraphic((who.isRemote() ? Icon.EXPORT : Icon.MODEL).node());
        chip.setMaxWidth(WIDEST);
        chip.setMnemonicParsing(false);
        chip.setAccessibleText(messages.text("compare.a11y.chip", index + 1, words(who)));
        chip.setTooltip(new Tooltip(words(who)));
        for (var other : model.others()) {
            chip.getItems().add(item(other, now -> model.replace(index, now)));
        }
        if (model.chosen().size() > CompareViewModel.FEWEST) {
            if (!chip.getItems().isEmpty()) {
                chip.getItems().add(new SeparatorMenuItem());
            }
            var remove = new MenuItem(messages.text("compare.remove"));
            remove.setOnAction(_ -> model.remove(who));
            chip.getItems().add(remove);
        }
        return chip;
    }

    private MenuButton addMenu() {
        var add = new MenuButton(messages.text("compare.add"), Icon.ADD.node());
        add.setId("compare-add");
        add.getStyleClass().add("quiet");
        for (var other : model.others()) {
            add.getItems().add(item(other, model::add));
        }
        return add;
    }

    private MenuItem item(Answerer who, Consumer<Answerer> choose) {
        var item = new MenuItem(words(who));
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> choose.accept(who));
        return item;
    }

    private String words(Answerer who) {
        return AnswererWords.of(who, messages);
    }
}
