package dev.nunchi.app.ui.command;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;

/// The list of shortcuts, by group.
public final class Shortcuts extends Overlay {
    private static final double WIDTH = 760;
    private static final double GAP = 32;
    private static final double SIDES = 72;
    private static final double GROUP_WIDTH = (WIDTH - SIDES - GAP) / 2;

    private final Commands commands;
    private final Messages messages;
    private final ScrollPane scroll = new ScrollPane();

    public Shortcuts(Commands commands, Messages messages) {
        var card = new VBox();
        super(card, "shortcuts");
        this.commands = commands;
        this.messages = messages;
        setId("shortcuts");
        Stylesheet.addTo(this, "command.css");
        card.setMaxWidth(WIDTH);
        var groups = new FlowPane(GAP, GAP / 2);
        for (var group : Group.values()) {
            addGroup(group, groups);
        }
        scroll.setContent(groups);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setAccessibleText(messages.text("command.shortcuts"));
        card.getChildren().addAll(header(), scroll);
    }

    @Override
    void opened() {
        scroll.setVvalue(0);
        scroll.requestFocus();
    }

    private HBox header() {
        var title = new Label(messages.text("command.shortcuts"));
        title.getStyleClass().add("section-title");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var close = new Button("", Icon.CLOSE.node());
        close.getStyleClass().addAll("quiet", "icon-button");
        close.setAccessibleText(messages.text("command.close"));
        close.setTooltip(new Tooltip(messages.text("command.close")));
        close.setOnAction(_ -> close());
        var header = new HBox(title, space, close);
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private void addGroup(Group group, FlowPane groups) {
        var rows = new VBox();
        rows.getStyleClass().add("shortcuts-group");
        rows.setPrefWidth(GROUP_WIDTH);
        for (var command : commands.fixed()) {
            if (command.group() == group && !command.keys().isEmpty()) {
                rows.getChildren().add(row(command.title().apply(messages), command.keys()));
            }
        }
        for (var local : commands.local()) {
            if (local.group() == group) {
                rows.getChildren().add(row(messages.text(local.key()), local.keys()));
            }
        }
        if (!rows.getChildren().isEmpty()) {
            var heading = new Label(group.title(messages));
            heading.getStyleClass().addAll("strong", "shortcuts-heading");
            rows.getChildren().addFirst(heading);
            groups.getChildren().add(rows);
        }
    }

    private static Node row(String words, List<KeyCombination> keys) {
        var title = new Label(words);
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        var row = new HBox(title, new KeyCaps(keys));
        row.getStyleClass().add("shortcuts-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
