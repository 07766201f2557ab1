package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationOrder.Extra;
import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.util.Optional;

/// Who is scored: up to four, beside each other.
final class CandidatesPane extends VBox {
    private final EvaluateViewModel page;
    private final OrderViewModel order;
    private final Messages messages;
    private final VBox rows = new VBox();
    private final MenuButton add = new MenuButton();

    CandidatesPane(EvaluateViewModel page, Messages messages) {
        this.page = page;
        this.order = page.order();
        this.messages = messages;
        getStyleClass().add("form-part");
        add.setText(messages.text("evaluation.candidates.add"));
        add.setGraphic(Icon.ADD.node());
        add.setId("evaluation-add");
        rows.getStyleClass().add("evaluation-candidates");
        getChildren()
                .addAll(
                        Nodes.label(messages.text("evaluation.candidates.about"), "muted", "small"),
                        rows,
                        add);
        WhileShown.follow(this, order.candidates(), this::show);
        WhileShown.follow(this, order.extras(), this::show);
        WhileShown.follow(this, order.available(), this::show);
    }

    private void show() {
        rows.getChildren().setAll(order.candidates().stream().map(this::row).toList());
        order.extras().forEach(extra -> rows.getChildren().add(row(extra)));
        add.getItems().setAll(order.others().stream().map(this::item).toList());
        order.bareOthers().forEach(extra -> add.getItems().add(item(extra)));
        if (!add.getItems().isEmpty()) {
            add.getItems().add(new SeparatorMenuItem());
        }
        add.getItems()
                .add(item(messages.text("evaluation.candidates.recorded"), this::chooseAnswers));
        Hindrance.set(
                add,
                order.hasRoom()
                        ? Optional.empty()
                        : Optional.of(
                                messages.text(
                                        "evaluation.candidates.most",
                                        OrderViewModel.MOST_CANDIDATES)));
    }

    private void chooseAnswers() {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("evaluation.candidates.recorded"));
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                messages.text("evaluation.candidates.recorded.filter"), "*.jsonl"));
        Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow()))
                .ifPresent(file -> page.addAnswers(file.toPath()));
    }

    private Node row(Answerer who) {
        String name = AnswererWords.of(who, messages);
        var words = new VBox(Nodes.label(name, "strong"));
        if (who.isRemote()) {
            words.getChildren()
                    .add(Nodes.iconLine(Icon.EXPORT, messages.text("evaluation.leaves"), "muted"));
        }
        return row(name, words, () -> order.remove(who));
    }

    private Node row(Extra extra) {
        String name = OrderWords.of(extra, messages);
        var words = new VBox(Nodes.label(name, "strong"));
        if (extra instanceof Extra.Recorded) {
            words.getChildren()
                    .add(
                            Nodes.label(
                                    messages.text("evaluation.extra.recorded.about"),
                                    "muted",
                                    "small"));
        }
        return row(name, words, () -> order.remove(extra));
    }

    private Node row(String name, VBox words, Runnable leaveOut) {
        words.setMinWidth(0);
        words.setAlignment(Pos.CENTER_LEFT);
        var remove = new Button("", Icon.CLOSE.node());
        remove.getStyleClass().addAll("quiet", "icon-button");
        remove.setAccessibleText(messages.text("evaluation.candidates.remove") + ": " + name);
        remove.setTooltip(new Tooltip(messages.text("evaluation.candidates.remove")));
        remove.setOnAction(_ -> leaveOut.run());
        var row = new HBox(Icon.MODEL.node(), words, Nodes.space(), remove);
        row.getStyleClass().addAll("well", "evaluation-candidate");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private MenuItem item(Answerer who) {
        return item(AnswererWords.of(who, messages), () -> order.add(who));
    }

    private MenuItem item(Extra extra) {
        return item(OrderWords.of(extra, messages), () -> order.add(extra));
    }

    private static MenuItem item(String words, Runnable act) {
        var item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> act.run());
        return item;
    }
}
