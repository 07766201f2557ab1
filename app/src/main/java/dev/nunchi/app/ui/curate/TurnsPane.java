package dev.nunchi.app.ui.curate;

import dev.nunchi.app.curate.Finding;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.CurationRow;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.SelectableText;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.text.Role;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The words of a row, with what the checks found beside them; they can be changed in place.
final class TurnsPane extends ScrollPane {
    private final QueueViewModel queue;
    private final Messages messages;
    private final Consumer<Optional<String>> highlight;
    private final VBox column = new VBox();

    /// @param highlight brings things of the picture forward that the words name
    TurnsPane(QueueViewModel queue, Messages messages, Consumer<Optional<String>> highlight) {
        this.queue = queue;
        this.messages = messages;
        this.highlight = highlight;
        getStyleClass().add("turns");
        setId("curate-turns");
        column.getStyleClass().add("turns-column");
        column.setMinWidth(0);
        setContent(column);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setAccessibleText(messages.text("curate.turns"));
        WhileShown.follow(this, queue.rowProperty(), _ -> show());
        WhileShown.follow(this, queue.editingProperty(), _ -> show());
    }

    private void show() {
        highlight.accept(Optional.empty());
        column.getChildren().clear();
        queue.rowProperty()
                .get()
                .ifPresent(row -> {
                    if (queue.editingProperty().get()) {
                        column.getChildren().add(new TurnsEditor(row, queue, messages));
                    } else {
                        read(row);
                    }
                });
        setVvalue(0);
    }

    private void read(CurationRow row) {
        column.getChildren().add(header(row));
        var whole = row.findings().stream().filter(found -> found.turn().isEmpty()).toList();
        if (!whole.isEmpty()) {
            column.getChildren().add(chips(whole));
        }
        var turns = row.current().turns();
        for (int i = 0; i < turns.size(); i++) {
            int turn = i;
            var about =
                    row.findings().stream()
                            .filter(found -> found.turn().equals(Optional.of(turn)))
                            .toList();
            column.getChildren().add(turn(row, turns.get(i), about));
        }
        column.getChildren().add(origin(row));
    }

    private Node header(CurationRow row) {
        var kind = new Label(KindWords.of(row.current().type(), messages));
        kind.getStyleClass().addAll("tag", "accent");
        kind.setMinWidth(Region.USE_PREF_SIZE);
        var header = new HBox(kind);
        row.verdict()
                .ifPresent(verdict -> {
                    var mark =
                            switch (verdict) {
                                case ACCEPTED -> verdict("accepted", Icon.DONE, "ok-text");
                                case EDITED -> verdict("edited", Icon.RENAME, "ok-text");
                                case REJECTED -> verdict("rejected", Icon.CLOSE, "danger-text");
                            };
                    header.getChildren().add(mark);
                });
        header.getChildren().add(Nodes.space());
        var id = Nodes.label(row.current().id(), "muted", "small");
        id.setWrapText(false);
        id.setMinWidth(0);
        header.getChildren().add(id);
        header.getStyleClass().add("turns-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private Node verdict(String word, Icon icon, String style) {
        var line = Nodes.iconLine(icon, messages.text("curate.standing." + word), style);
        line.setMinWidth(Region.USE_PREF_SIZE);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private Node chips(List<Finding> findings) {
        var chips = new VBox();
        chips.setFillWidth(false);
        chips.setMinWidth(0);
        chips.getStyleClass().add("finding-chips");
        findings.forEach(finding -> chips.getChildren().add(new FindingChip(finding, messages)));
        return chips;
    }

    private Node turn(CurationRow row, SampleTurn turn, List<Finding> findings) {
        var runs = new ArrayList<Text>();
        for (var piece : Mentions.in(turn.text(), row.current().scene().boxes())) {
            runs.add(run(piece));
        }
        var words = new SelectableText(runs, messages.text("chat.copy"));
        var box = new VBox(Nodes.label(speaker(turn.role()), "muted", "small"), words);
        box.getStyleClass().addAll("turn", turn.role() == Role.USER ? "asked" : "answered");
        if (!findings.isEmpty()) {
            box.getChildren().add(chips(findings));
        }
        return box;
    }

    private Text run(Mentions.Piece piece) {
        var text = new Text(piece.text());
        text.getStyleClass().add("turn-text");
        piece.category()
                .ifPresent(category -> {
                    text.getStyleClass().add("mention");
                    text.setOnMouseEntered(_ -> highlight.accept(Optional.of(category)));
                    text.setOnMouseExited(_ -> highlight.accept(Optional.empty()));
                });
        return text;
    }

    private String speaker(Role role) {
        return messages.text(
                switch (role) {
                    case SYSTEM -> "curate.role.system";
                    case USER -> "curate.role.user";
                    case ASSISTANT -> "curate.role.assistant";
                });
    }

    private Node origin(CurationRow row) {
        var provenance = row.original().provenance();
        return Nodes.label(
                provenance.isKnown()
                        ? messages.text("curate.origin", provenance.teacher(), provenance.prompts())
                        : messages.text("curate.origin.unknown"),
                "muted",
                "small");
    }
}
