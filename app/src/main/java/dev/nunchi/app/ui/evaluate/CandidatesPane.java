package dev.nunchi.app.ui.evaluate;

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
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// Who is scored: up to four, beside each other.
final class CandidatesPane extends VBox {
    private final OrderViewModel order;
    private final Messages messages;
    private final VBox rows = new VBox();
    private final MenuButton add = new MenuButton();

    CandidatesPane(EvaluateViewModel page, Messages messages) {
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
        WhileShown.follow(this, order.available(), this::show);
    }

    private void show() {
        rows.getChildren().setAll(order.candidates().stream().map(this::row).toList());
        var others = order.others();
        add.getItems().setAll(others.stream().map(this::item).toList());
        Hindrance.set(add, hindrance(others.isEmpty()));
    }

    private Optional<String> hindrance(boolean nobodyElse) {
        if (order.candidates().size() >= OrderViewModel.MOST_CANDIDATES) {
            return Optional.of(
                    messages.text("evaluation.candidates.most", OrderViewModel.MOST_CANDIDATES));
        }
        return nobodyElse
                ? Optional.of(messages.text("evaluation.candidates.nobody"))
                : Optional.empty();
    }

    private Node row(Answerer who) {
        String name = AnswererWords.of(who, messages);
        var words = new VBox(Nodes.label(name, "strong"));
        words.setMinWidth(0);
        words.setAlignment(Pos.CENTER_LEFT);
        if (who.isRemote()) {
            words.getChildren()
                    .add(Nodes.iconLine(Icon.EXPORT, messages.text("evaluation.leaves"), "muted"));
        }
        var remove = new Button("", Icon.CLOSE.node());
        remove.getStyleClass().addAll("quiet", "icon-button");
        remove.setAccessibleText(messages.text("evaluation.candidates.remove") + ": " + name);
        remove.setTooltip(new Tooltip(messages.text("evaluation.candidates.remove")));
        remove.setOnAction(_ -> order.remove(who));
        var row = new HBox(Icon.MODEL.node(), words, Nodes.space(), remove);
        row.getStyleClass().addAll("well", "evaluation-candidate");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private MenuItem item(Answerer who) {
        var item = new MenuItem(AnswererWords.of(who, messages));
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> order.add(who));
        return item;
    }
}
