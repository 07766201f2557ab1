package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.train.EstimateState.Known;
import dev.nunchi.engine.finetune.RunEstimate;

import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.time.Duration;

/// Memory and time that the chosen run will take, and whether it fits.
final class EstimatePane extends VBox {
    private static final double SKELETON_HEIGHT = 14;

    private final SettingsViewModel settings;
    private final Messages messages;

    EstimatePane(SettingsViewModel settings, Messages messages) {
        this.settings = settings;
        this.messages = messages;
        setId("train-estimate");
        getStyleClass().addAll("well", "estimate");
        WhileShown.follow(this, settings.estimateProperty(), this::show);
    }

    private void show(EstimateState state) {
        getChildren().setAll(Nodes.label(messages.text("train.estimate.title"), "strong"));
        switch (state) {
            case EstimateState.Unknown _ ->
                    add(Nodes.label(messages.text("train.estimate.unknown"), "muted", "small"));
            case EstimateState.Working _ -> {
                add(Nodes.label(messages.text("train.estimate.working"), "muted", "small"));
                add(skeleton());
            }
            case Known known -> show(known);
            case EstimateState.Failed(var problem) ->
                    add(
                            Nodes.iconLine(
                                    Icon.ERROR,
                                    (problem.sentence() + " " + problem.act()).strip(),
                                    "danger-text"));
        }
    }

    private static Node skeleton() {
        var line = new Region();
        line.getStyleClass().add("skeleton");
        line.setMinHeight(SKELETON_HEIGHT);
        return line;
    }

    private void show(Known known) {
        var estimate = known.estimate();
        add(Nodes.label(work(estimate), "small"));
        add(Nodes.label(time(estimate), "small"));
        if (estimate.skippedRows() > 0) {
            add(
                    Nodes.iconLine(
                            Icon.INFO,
                            messages.text("train.estimate.skipped", estimate.skippedRows()),
                            "muted"));
        }
        var need = messages.formats().bytes(estimate.memoryBytes());
        var free = messages.formats().bytes(estimate.freeBytes());
        add(
                switch (known.verdict()) {
                    case GOOD ->
                            Nodes.iconLine(
                                    Icon.DONE,
                                    messages.text("train.estimate.good", need, free),
                                    "ok-text");
                    case TIGHT ->
                            Nodes.iconLine(
                                    Icon.WARNING,
                                    messages.text("train.estimate.tight", need, free),
                                    "warn-text");
                    case TOO_LARGE ->
                            Nodes.iconLine(
                                    Icon.ERROR,
                                    messages.text("train.estimate.tooLarge", need, free),
                                    "danger-text");
                });
        if (known.verdict() == Known.Verdict.TOO_LARGE && estimate.batchThatFits() > 0) {
            add(
                    Nodes.button(
                            messages.text("train.estimate.shrink", estimate.batchThatFits()),
                            "train-shrink",
                            settings::shrink));
        }
    }

    private String work(RunEstimate estimate) {
        return messages.text(
                "train.estimate.steps",
                estimate.steps(),
                estimate.rows(),
                estimate.validationRows());
    }

    private String time(RunEstimate estimate) {
        double all = estimate.seconds() + estimate.featureSeconds();
        var about = messages.text("train.estimate.time", duration(all, messages));
        return estimate.featureSeconds() < 1
                ? about
                : about
                        + ", "
                        + messages.text(
                                "train.estimate.features",
                                duration(estimate.featureSeconds(), messages));
    }

    static String duration(double seconds, Messages messages) {
        return messages.formats().duration(Duration.ofMillis((long) (seconds * 1000)));
    }

    private void add(Node line) {
        getChildren().add(line);
    }
}
