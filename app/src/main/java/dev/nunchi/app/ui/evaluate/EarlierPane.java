package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationFolder;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// Evaluations that were begun before: shown again, or gone on with.
final class EarlierPane extends VBox {
    private static final double SKELETON = 44;

    private final EvaluateViewModel page;
    private final Messages messages;
    private final VBox rows = new VBox();

    EarlierPane(EvaluateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        getStyleClass().addAll("card", "evaluation-card");
        setId("evaluation-earlier");
        rows.getStyleClass().add("evaluation-earlier");
        getChildren()
                .addAll(Nodes.label(messages.text("evaluation.earlier"), "section-title"), rows);
        WhileShown.follow(this, page.earlier(), this::show);
        WhileShown.follow(this, page.loadedProperty(), _ -> show());
        WhileShown.follow(this, page.stateProperty().map(EvaluateState::isActive), _ -> show());
    }

    private void show() {
        if (!page.loadedProperty().get()) {
            rows.getChildren().setAll(skeleton(), skeleton());
            return;
        }
        var others = page.earlier().stream().filter(this::isAtRest).toList();
        if (others.isEmpty()) {
            rows.getChildren()
                    .setAll(Nodes.label(messages.text("evaluation.earlier.none"), "muted"));
        } else {
            rows.getChildren().setAll(others.stream().map(this::row).toList());
        }
    }

    /// The one that is at work is shown above.
    private boolean isAtRest(EvaluationFolder evaluation) {
        var state = page.stateProperty().get();
        return !state.isActive()
                || state.shown().filter(now -> now.folder().equals(evaluation.folder())).isEmpty();
    }

    private static Region skeleton() {
        var skeleton = new Region();
        skeleton.getStyleClass().add("skeleton");
        skeleton.setMinHeight(SKELETON);
        return skeleton;
    }

    private Node row(EvaluationFolder evaluation) {
        String title = OrderWords.name(evaluation.order(), messages);
        var name = Nodes.label(title, "strong");
        var state =
                Nodes.label(
                        messages.text(
                                evaluation.finished()
                                        ? "evaluation.earlier.finished"
                                        : "evaluation.earlier.begun"),
                        "tag");
        state.setMinWidth(USE_PREF_SIZE);
        var heading = new HBox(name, state);
        heading.getStyleClass().add("acts");
        heading.setAlignment(Pos.CENTER_LEFT);
        String begun = messages.formats().moment(evaluation.begun());
        String facts = OrderWords.facts(evaluation.order(), messages);
        var words = new VBox(heading, Nodes.label(facts + "  ·  " + begun, "muted", "small"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        var busy =
                page.stateProperty().get().isActive()
                        ? Optional.of(messages.text("evaluation.not.active"))
                        : Optional.<String>empty();
        var open =
                new Button(
                        messages.text(
                                evaluation.finished()
                                        ? "evaluation.earlier.open"
                                        : "evaluation.proceed"));
        open.setMinWidth(USE_PREF_SIZE);
        open.setAccessibleText(open.getText() + ": " + title + ", " + begun);
        open.setOnAction(_ -> page.proceed(evaluation));
        Hindrance.set(open, busy);
        var row = new HBox(words, open, removal(evaluation, title, busy));
        row.getStyleClass().add("evaluation-earlier-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node removal(EvaluationFolder evaluation, String title, Optional<String> busy) {
        String words = messages.text("evaluation.earlier.remove");
        var remove = new Button("", Icon.DELETE.node());
        remove.getStyleClass().addAll("quiet", "icon-button");
        remove.setAccessibleText(words + ": " + title);
        remove.setTooltip(new Tooltip(words));
        remove.setOnAction(_ -> remove(evaluation, title));
        Hindrance.set(remove, busy);
        return remove;
    }

    private void remove(EvaluationFolder evaluation, String title) {
        var question =
                new Confirmation(
                        messages.text("evaluation.earlier.remove.title", title),
                        messages.text("evaluation.earlier.remove.body"),
                        messages.text("evaluation.earlier.remove"),
                        messages.text("shell.cancel"));
        if (question.isGiven(getScene().getWindow())) {
            page.remove(evaluation);
        }
    }
}
