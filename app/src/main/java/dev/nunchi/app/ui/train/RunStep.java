package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.models.StageWords;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.train.TrainViewModel.Way;
import dev.nunchi.engine.finetune.RunResult;
import dev.nunchi.engine.finetune.StepReport;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The third step: the run, held and ended here, its curve and its answers.
final class RunStep extends VBox {
    private final TrainViewModel page;
    private final RunViewModel run;
    private final Messages messages;
    private final HBox status = new HBox();
    private final ProgressBar bar = new ProgressBar();
    private final Label figures = Nodes.label("", "muted", "small");
    private final Label chatToo;
    private final Button pause;
    private final Button proceed;
    private final Button stop;
    private final Button use;

    RunStep(TrainViewModel page, Messages messages) {
        this.page = page;
        this.run = page.run();
        this.messages = messages;
        getStyleClass().add("step-body");
        pause = act("train.run.pause", "train-pause", Icon.PAUSE, run::pause);
        proceed = act("train.run.proceed", "train-proceed", Icon.PLAY, page::proceed);
        stop = act("train.run.stop", "train-stop", Icon.STOP, this::stop);
        use =
                Nodes.button(
                        messages.text("train.run.useInChat"),
                        "train-use",
                        () -> page.comparison().modelProperty().get().ifPresent(page::use));
        use.getStyleClass().add("primary");
        status.setMinWidth(0);
        status.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(status, Priority.ALWAYS);
        var head = new HBox(status, pause, proceed, stop, use);
        head.getStyleClass().add("acts");
        head.setAlignment(Pos.CENTER_LEFT);
        bar.setMaxWidth(Double.MAX_VALUE);
        chatToo = Nodes.label(messages.text("train.run.chatToo"), "muted", "small");
        getChildren()
                .addAll(
                        new VBox(8, head, bar, figures, chatToo),
                        plot(),
                        new SamplesPane(page, messages),
                        new RunLogPane(run, messages));
        WhileShown.follow(this, run.stateProperty(), this::show);
        WhileShown.follow(this, page.runs(), () -> show(run.stateProperty().get()));
        WhileShown.follow(this, run.lastStepProperty(), this::show);
        WhileShown.follow(
                this, page.comparison().modelProperty(), _ -> show(run.stateProperty().get()));
    }

    private Button act(String key, String id, Icon icon, Runnable act) {
        var button = Nodes.button(messages.text(key), id, act);
        button.setGraphic(icon.node());
        return button;
    }

    private Node plot() {
        var header =
                new HBox(
                        Nodes.label(messages.text("train.plot.title"), "strong"),
                        Nodes.label(messages.text("train.plot.hint"), "muted", "small"),
                        Nodes.space(),
                        key("raw", "train.plot.raw"),
                        key("smoothed", "train.plot.smoothed"),
                        key("validation", "train.plot.validation"));
        header.getStyleClass().add("plot-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return new VBox(8, header, new LossPlot(run.curve(), messages));
    }

    private Node key(String style, String key) {
        var swatch = new Region();
        swatch.getStyleClass().addAll("plot-key", style);
        var words = Nodes.label(messages.text(key), "muted", "small");
        words.setMinWidth(USE_PREF_SIZE);
        var box = new HBox(6, swatch, words);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private void stop() {
        var question =
                new Confirmation(
                        messages.text("train.run.stop.title"),
                        messages.text("train.run.stop.body"),
                        messages.text("train.run.stop"),
                        messages.text("shell.cancel"));
        if (question.isGiven(getScene().getWindow())) {
            run.stop();
        }
    }

    private void show(RunState state) {
        status.getChildren().setAll(status(state));
        Nodes.show(pause, state instanceof RunState.Training);
        showProceed(page.wayOn(), state);
        Nodes.show(stop, state.isActive());
        Hindrance.set(
                stop,
                state instanceof RunState.Stopping
                        ? Optional.of(messages.text("train.not.stopping"))
                        : Optional.empty());
        Nodes.show(use, !state.isActive() && page.comparison().modelProperty().get().isPresent());
        Nodes.show(chatToo, state instanceof RunState.Training);
        showProgress(state);
    }

    /// After a failure it is the one thing to do, beside the words that tell of it.
    private void showProceed(Way way, RunState state) {
        Nodes.show(proceed, way != Way.NONE);
        proceed.setText(
                messages.text(way == Way.BEGIN_AGAIN ? "train.run.again" : "train.run.proceed"));
        proceed.getStyleClass().remove("primary");
        if (state instanceof RunState.Failed) {
            proceed.getStyleClass().add("primary");
        }
    }

    private Node status(RunState state) {
        return switch (state) {
            case RunState.None _ -> line("train.plot.empty");
            case RunState.Preparing(var progress) ->
                    Nodes.label(
                            messages.text("train.run.preparing")
                                    + " · "
                                    + StageWords.of(
                                            progress.stage(), progress.fraction(), messages),
                            "strong");
            case RunState.Training _ -> line("train.run.training");
            case RunState.Paused _ ->
                    Nodes.iconLine(Icon.PAUSE, messages.text("train.run.paused"), "warn-text");
            case RunState.Stopping _ -> line("train.run.stopping");
            case RunState.Ended(var result) -> ended(result);
            case RunState.Failed(var problem) ->
                    new VBox(
                            4,
                            Nodes.iconLine(
                                    Icon.ERROR,
                                    (problem.sentence() + " " + problem.act()).strip(),
                                    "danger-text"),
                            Nodes.label(
                                    messages.text(
                                            page.wayOn() == Way.RESUME
                                                    ? "train.run.failed"
                                                    : "train.run.failed.early"),
                                    "muted",
                                    "small"));
            case RunState.Opened _ -> line("train.run.opened");
        };
    }

    private Node line(String key) {
        return Nodes.label(messages.text(key), "strong");
    }

    private Node ended(RunResult result) {
        var folder = result.model().or(result::adapter).map(Path::getFileName);
        String name = folder.map(Path::toString).orElse("");
        boolean whole = result.model().isPresent();
        return switch (result.end()) {
            case COMPLETED ->
                    Nodes.iconLine(
                            Icon.DONE,
                            messages.text(
                                    whole ? "train.run.completed.model" : "train.run.completed",
                                    name),
                            "ok-text");
            case STOPPED_EARLY ->
                    Nodes.iconLine(
                            Icon.DONE,
                            messages.text(
                                    whole
                                            ? "train.run.stoppedEarly.model"
                                            : "train.run.stoppedEarly",
                                    name),
                            "ok-text");
            case CANCELLED ->
                    Nodes.iconLine(
                            Icon.INFO,
                            messages.text("train.run.cancelled", result.step()),
                            "muted");
        };
    }

    private void show(Optional<StepReport> step) {
        showProgress(run.stateProperty().get());
    }

    private void showProgress(RunState state) {
        var step = run.lastStepProperty().get();
        Nodes.show(bar, state.isActive());
        if (state instanceof RunState.Preparing(var progress)) {
            bar.setProgress(progress.fraction());
        } else {
            step.ifPresent(now -> bar.setProgress((double) now.step() / now.steps()));
        }
        Nodes.show(figures, step.isPresent());
        step.ifPresent(now -> figures.setText(String.join("  ·  ", figures(now, state))));
    }

    private List<String> figures(StepReport step, RunState state) {
        var formats = messages.formats();
        var words = new ArrayList<String>();
        words.add(messages.text("train.run.step", step.step(), step.steps()));
        if (state instanceof RunState.Training) {
            words.add(
                    messages.text(
                            "train.run.left", EstimatePane.duration(step.secondsLeft(), messages)));
        }
        words.add(messages.text("train.run.epoch", formats.decimal(step.epoch(), 1)));
        if (state.isActive()) {
            words.add(messages.text("train.run.speed", formats.decimal(step.tokensPerSecond(), 0)));
            words.add(messages.text("train.run.memory", formats.bytes(step.memoryBytes())));
        }
        return words;
    }
}
