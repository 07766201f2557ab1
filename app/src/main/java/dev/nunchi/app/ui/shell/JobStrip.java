package dev.nunchi.app.ui.shell;

import dev.nunchi.app.download.Download;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.catalogue.DownloadWords;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.evaluate.EvaluateState;
import dev.nunchi.app.ui.evaluate.ProgressWords;
import dev.nunchi.app.ui.models.StageWords;
import dev.nunchi.app.ui.train.RunState;
import dev.nunchi.app.ui.train.RunViewModel;
import dev.nunchi.engine.finetune.RunRequest;

import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

import java.time.Duration;
import java.util.Optional;

/// The long jobs that run, seen from every page; each leads to its own.
final class JobStrip extends VBox {
    private final ShellViewModel viewModel;
    private final Messages messages;
    private final Strip model = new Strip("job-model");
    private final Strip training = new Strip("job-training");
    private final Strip evaluation = new Strip("job-evaluation");
    private final Strip download = new Strip("job-download");

    JobStrip(ShellViewModel viewModel, Messages messages) {
        this.viewModel = viewModel;
        this.messages = messages;
        getStyleClass().add("job-strips");
        setId("job-strip");
        model.setOnAction(_ -> viewModel.show(Page.MODELS));
        training.setOnAction(_ -> viewModel.show(Page.TRAIN));
        evaluation.setOnAction(_ -> viewModel.show(Page.EVALUATE));
        download.setOnAction(_ -> viewModel.show(Page.MODELS));
        getChildren().addAll(model, training, evaluation, download);
        WhileShown.follow(this, viewModel.runningProperty(), this::show);
        WhileShown.follow(
                this, viewModel.features().catalogue().runningProperty(), this::showDownload);
        WhileShown.follow(this, run().stateProperty(), _ -> showTraining());
        WhileShown.follow(this, run().lastStepProperty(), _ -> showTraining());
        WhileShown.follow(
                this, viewModel.features().evaluate().stateProperty(), this::showEvaluation);
    }

    private RunViewModel run() {
        return viewModel.training();
    }

    private void show(Optional<ShellViewModel.Running> running) {
        model.show(running.isPresent());
        running.ifPresent(this::show);
        showAny();
    }

    private void show(ShellViewModel.Running running) {
        model.tell(
                messages.text(
                        switch (running.kind()) {
                            case OPENING -> "shell.job.opening";
                            case IMPORTING -> "shell.job.importing";
                        },
                        running.name()),
                running.fraction(),
                StageWords.of(running.stage(), running.fraction(), messages));
    }

    private void showDownload(Optional<Download> running) {
        download.show(running.isPresent());
        if (running.isPresent()
                && running.get().state() instanceof Download.State.Running(var progress)) {
            download.tell(
                    messages.text("catalogue.job", running.get().model().name()),
                    progress.fraction(),
                    new DownloadWords(messages).of(progress));
        }
        showAny();
    }

    private void showTraining() {
        var state = run().stateProperty().get();
        training.show(state.isActive());
        if (state.isActive()) {
            var name = run().requestProperty().get().map(RunRequest::name).orElse("");
            training.tell(messages.text("train.job.training", name), fraction(state), words(state));
        }
        showAny();
    }

    private double fraction(RunState state) {
        if (state instanceof RunState.Preparing(var progress)) {
            return progress.fraction();
        }
        return run().lastStepProperty()
                .get()
                .map(step -> (double) step.step() / step.steps())
                .orElse(ProgressBar.INDETERMINATE_PROGRESS);
    }

    private String words(RunState state) {
        var step = run().lastStepProperty().get();
        if (state instanceof RunState.Stopping) {
            return messages.text("train.job.stopping");
        }
        if (state instanceof RunState.Preparing || step.isEmpty()) {
            return messages.text("train.job.preparing");
        }
        var now = step.get();
        if (state instanceof RunState.Paused) {
            return messages.text("train.job.paused", now.step(), now.steps());
        }
        var left = Duration.ofMillis((long) (now.secondsLeft() * 1000));
        return messages.text(
                "train.job.left", now.step(), now.steps(), messages.formats().duration(left));
    }

    private void showEvaluation(EvaluateState state) {
        evaluation.show(state.isActive());
        if (state.isActive()) {
            var words = new ProgressWords(state, messages);
            evaluation.tell(
                    messages.text("evaluation.job", words.name()),
                    words.fraction(),
                    words.figures());
        }
        showAny();
    }

    private void showAny() {
        setVisible(
                model.isVisible()
                        || training.isVisible()
                        || evaluation.isVisible()
                        || download.isVisible());
        setManaged(isVisible());
    }

    private static final class Strip extends Button {
        private final Label title = new Label();
        private final Label line = new Label();
        private final ProgressBar bar = new ProgressBar();
        private final Tooltip tip = new Tooltip();

        Strip(String id) {
            setId(id);
            getStyleClass().add("job-strip");
            title.getStyleClass().addAll("strong", "small");
            title.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            line.getStyleClass().addAll("muted", "small");
            bar.setMaxWidth(Double.MAX_VALUE);
            var box = new VBox(title, bar, line);
            box.getStyleClass().add("job-words");
            box.prefWidthProperty().bind(widthProperty().subtract(22));
            // A progress bar would take the clicks that are meant for the strip.
            box.setMouseTransparent(true);
            setGraphic(box);
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            setMaxWidth(Double.MAX_VALUE);
            setMinWidth(0);
            setTooltip(tip);
            show(false);
        }

        void show(boolean shown) {
            setVisible(shown);
            setManaged(shown);
        }

        void tell(String heading, double fraction, String detail) {
            title.setText(heading);
            bar.setProgress(fraction);
            line.setText(detail);
            tip.setText(heading + "\n" + detail);
            setAccessibleText(heading + ", " + detail);
        }
    }
}
