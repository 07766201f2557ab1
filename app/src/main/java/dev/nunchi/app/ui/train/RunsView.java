package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.engine.finetune.RunSummary;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.Optional;

/// Earlier runs: how far they came, and what can be done with each.
final class RunsView extends VBox {
    private final TrainViewModel page;
    private final Messages messages;
    private final VBox rows = new VBox();

    RunsView(TrainViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        getStyleClass().addAll("card", "runs");
        setId("train-runs");
        rows.getStyleClass().add("runs-rows");
        getChildren().addAll(Nodes.label(messages.text("train.runs.title"), "section-title"), rows);
        WhileShown.follow(this, page.runs(), this::show);
        WhileShown.follow(this, page.run().stateProperty(), _ -> show());
    }

    private void show() {
        if (page.runs().isEmpty()) {
            rows.getChildren().setAll(Nodes.label(messages.text("train.runs.empty"), "muted"));
        } else {
            rows.getChildren().setAll(page.runs().stream().map(this::row).toList());
        }
    }

    private Node row(RunSummary run) {
        var name = Nodes.label(run.request().name(), "strong");
        var state = Nodes.label(state(run), "tag");
        state.setMinWidth(USE_PREF_SIZE);
        var heading = new HBox(8, name, state);
        heading.setAlignment(Pos.CENTER_LEFT);
        var words = new VBox(2, heading, Nodes.label(facts(run), "muted", "small"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(words);
        row.getStyleClass().add("run-row");
        row.setAlignment(Pos.CENTER_LEFT);
        var busy =
                page.run().isActive()
                        ? Optional.of(messages.text("train.not.busy"))
                        : Optional.<String>empty();
        if (run.canResume()) {
            row.getChildren().add(act(run, "train.runs.resume", busy, () -> page.resume(run)));
        }
        row.getChildren().add(act(run, "train.runs.open", busy, () -> page.open(run)));
        if (!run.running()) {
            var remove = act(run, "train.runs.remove", busy, () -> remove(run));
            remove.getStyleClass().addAll("quiet", "danger");
            row.getChildren().add(remove);
        }
        return row;
    }

    private Button act(RunSummary run, String key, Optional<String> hindrance, Runnable act) {
        var button = new Button(messages.text(key));
        button.setMinWidth(USE_PREF_SIZE);
        button.setAccessibleText(messages.text(key) + ", " + run.request().name());
        Hindrance.set(button, hindrance);
        button.setOnAction(_ -> act.run());
        return button;
    }

    private String state(RunSummary run) {
        if (run.running()) {
            return messages.text("train.runs.running");
        }
        return messages.text(
                run.end()
                        .map(end ->
                                switch (end) {
                                    case COMPLETED -> "train.runs.completed";
                                    case STOPPED_EARLY -> "train.runs.stoppedEarly";
                                    case CANCELLED -> "train.runs.cancelled";
                                })
                        .orElse("train.runs.interrupted"));
    }

    private String facts(RunSummary run) {
        var facts = new ArrayList<String>();
        facts.add(run.request().model());
        facts.add(messages.text("train.runs.steps", run.step(), run.steps()));
        run.bestLoss()
                .ifPresent(loss ->
                        facts.add(
                                messages.text(
                                        "train.runs.best", messages.formats().decimal(loss, 3))));
        facts.add(messages.formats().moment(run.changed()));
        return String.join("  ·  ", facts);
    }

    private void remove(RunSummary run) {
        var question =
                new Confirmation(
                        messages.text("train.runs.remove.title", run.request().name()),
                        messages.text("train.runs.remove.body"),
                        messages.text("train.runs.remove"),
                        messages.text("shell.cancel"));
        if (question.isGiven(getScene().getWindow())) {
            page.remove(run);
        }
    }
}
