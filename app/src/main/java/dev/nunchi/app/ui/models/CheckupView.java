package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.models.Checkups.Checkup;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.conformance.SelfCheck;
import dev.nunchi.engine.library.InstalledModel;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/// Tries the open model out: what can be started, how far it is, and what came of it.
final class CheckupView extends VBox {
    private final InstalledModel model;
    private final ModelInfo info;
    private final Checkups checkups;
    private final Messages messages;
    private final CheckupWords words;

    CheckupView(InstalledModel model, ModelInfo info, Checkups checkups, Messages messages) {
        this.model = model;
        this.info = info;
        this.checkups = checkups;
        this.messages = messages;
        words = new CheckupWords(messages);
        getStyleClass().add("model-checkup");
        WhileShown.follow(this, checkups.of(model), this::show);
    }

    private void show(Checkup checkup) {
        var nodes = new ArrayList<Node>();
        switch (checkup) {
            case Checkup.None _ -> nodes.add(starts());
            case Checkup.Checking(JobProgress progress) ->
                    nodes.add(running("models.check.running", progress));
            case Checkup.Timing(JobProgress progress) ->
                    nodes.add(running("models.speed.running", progress));
            case Checkup.Checked checked -> {
                nodes.add(verdict(checked));
                checked.findings().forEach(finding -> nodes.add(finding(finding)));
                nodes.add(acts(words.lines(checked), words.verdict(checked)));
            }
            case Checkup.Timed(var result) -> {
                var lines = words.lines(result);
                lines.forEach(line -> nodes.add(Nodes.iconLine(Icon.SPEED, line, "muted")));
                nodes.add(acts(lines, messages.text("models.speed.title")));
            }
            case Checkup.Cancelled _ -> {
                nodes.add(line("models.checkup.cancelled", "muted"));
                nodes.add(starts());
            }
            case Checkup.Failed(var problem) -> {
                nodes.add(
                        Nodes.iconLine(
                                Icon.ERROR,
                                (problem.sentence() + " " + problem.act()).strip(),
                                "danger-text"));
                nodes.add(starts());
            }
        }
        getChildren().setAll(nodes);
    }

    private Node starts(Node... more) {
        var acts = new FlowPane();
        acts.getStyleClass().add("models-offer-acts");
        acts.getChildren()
                .addAll(
                        button("models.check", "model-check", () -> checkups.check(model)),
                        button("models.speed", "model-speed", () -> checkups.time(model)));
        acts.getChildren().addAll(more);
        return acts;
    }

    private Node acts(List<String> lines, String title) {
        var all = new ArrayList<String>();
        all.add(title);
        all.addAll(lines);
        return starts(
                button(
                        "models.checkup.copy",
                        "model-copy-report",
                        () -> copy(words.report(info, all))));
    }

    private Node finding(SelfCheck.Finding finding) {
        return switch (finding.outcome()) {
            case PASSED -> Nodes.iconLine(Icon.DONE, words.kind(finding), "muted");
            case FAILED -> Nodes.iconLine(Icon.ERROR, words.kind(finding), "danger-text");
            case SKIPPED -> Nodes.iconLine(Icon.SKIPPED, words.kind(finding), "muted");
        };
    }

    private Node verdict(Checkup.Checked checked) {
        return checked.passed()
                ? Nodes.iconLine(Icon.DONE, words.verdict(checked), "ok-text")
                : Nodes.iconLine(Icon.WARNING, words.verdict(checked), "warn-text");
    }

    private Node running(String key, JobProgress progress) {
        var bar = new ProgressBar(progress.fraction());
        bar.setAccessibleText(messages.text(key));
        var cancel = button("shell.cancel", "model-cancel-checkup", checkups::cancel);
        var row = new HBox(line(key, "muted"), bar, cancel);
        row.getStyleClass().add("model-checkup-running");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private Button button(String key, String style, Runnable act) {
        var button = new Button(messages.text(key));
        button.getStyleClass().add(style);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(messages.text(key) + ", " + model.name());
        button.setOnAction(_ -> act.run());
        return button;
    }

    private Label line(String key, String style) {
        return Nodes.label(messages.text(key), style);
    }
}
