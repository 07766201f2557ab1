package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.CurationService.Progressed;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.util.List;
import java.util.Optional;

/// How to begin: a file, or a set that was begun before.
final class StartPane extends ScrollPane {
    private static final double WIDTH = 760;

    private final CurateViewModel page;
    private final Messages messages;
    private final VBox known = new VBox();

    StartPane(CurateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        known.getStyleClass().add("known-sets");
        var column = new VBox(well(), known);
        column.setMaxWidth(WIDTH);
        column.getStyleClass().add("review-start");
        var frame = new StackPane(column);
        frame.setAlignment(Pos.TOP_CENTER);
        setContent(frame);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
    }

    private Node well() {
        var icon = Icon.REVIEW.node();
        icon.getStyleClass().add("review-start-icon");
        var open = Nodes.button(messages.text("curate.open"), "curate-open", this::chooseFile);
        open.getStyleClass().add("primary");
        var well =
                new VBox(
                        icon,
                        Nodes.label(messages.text("curate.empty"), "section-title", "centred"),
                        Nodes.label(messages.text("curate.empty.body"), "muted", "centred"),
                        open);
        well.getStyleClass().addAll("well", "drop-well");
        return well;
    }

    private void chooseFile() {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("curate.open.title"));
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                messages.text("curate.open.filter"), "*.jsonl", "*.json"));
        Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow()))
                .ifPresent(file -> page.open(file.toPath()));
    }

    void show(List<Progressed> sets) {
        known.getChildren().clear();
        Nodes.show(known, !sets.isEmpty());
        if (!sets.isEmpty()) {
            known.getChildren().add(Nodes.label(messages.text("curate.known"), "strong"));
            sets.forEach(set -> known.getChildren().add(row(set)));
        }
    }

    private Node row(Progressed begun) {
        var set = begun.set();
        var tally = begun.tally();
        var name = Nodes.label(set.name(), "strong");
        var folder = set.source().file().getParent();
        name.setTooltip(new Tooltip(set.source().file().toString()));
        var facts =
                Nodes.label(
                        messages.text(
                                "curate.known.facts",
                                messages.text("train.data.rows", set.rows()),
                                messages.text("curate.decided", tally.decided(), set.rows()),
                                folder == null ? "" : String.valueOf(folder.getFileName())),
                        "muted",
                        "small");
        var bar = new TallyBar();
        bar.show(tally);
        var words = new VBox(name, facts, bar);
        words.getStyleClass().add("known-set-words");
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        boolean done = tally.decided() == set.rows();
        var go =
                Nodes.button(
                        messages.text(done ? "curate.known.look" : "curate.known.continue"),
                        "curate-continue-" + set.id(),
                        () -> page.review(set));
        go.setAccessibleText(go.getText() + ": " + set.name());
        var remove = new Button("", Icon.DELETE.node());
        remove.getStyleClass().addAll("quiet", "icon-button");
        remove.setAccessibleText(messages.text("curate.known.remove") + ": " + set.name());
        remove.setTooltip(new Tooltip(messages.text("curate.known.remove")));
        remove.setOnAction(_ -> remove(begun));
        var row = new HBox(words, go, remove);
        row.getStyleClass().addAll("card", "known-set");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void remove(Progressed begun) {
        var question =
                new Confirmation(
                        messages.text("curate.known.remove.title", begun.set().name()),
                        messages.text("curate.known.remove.body", begun.tally().decided()),
                        messages.text("curate.known.remove"),
                        messages.text("shell.cancel"));
        if (question.isGiven(getScene().getWindow())) {
            page.remove(begun.set());
        }
    }
}
