package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.models.StageWords;

import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// The long job that runs, seen from every page.
final class JobStrip extends VBox {
    private final Messages messages;
    private final Label title = new Label();
    private final Label stage = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Tooltip tip = new Tooltip();

    JobStrip(ShellViewModel viewModel, Messages messages) {
        this.messages = messages;
        getStyleClass().add("job-strip");
        setId("job-strip");
        title.getStyleClass().addAll("strong", "small");
        title.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        stage.getStyleClass().addAll("muted", "small");
        bar.setMaxWidth(Double.MAX_VALUE);
        getChildren().addAll(title, bar, stage);
        Tooltip.install(this, tip);
        viewModel.runningProperty().subscribe(this::show);
    }

    private void show(Optional<ShellViewModel.Running> running) {
        setVisible(running.isPresent());
        setManaged(running.isPresent());
        running.ifPresent(this::show);
    }

    private void show(ShellViewModel.Running running) {
        title.setText(
                messages.text(
                        switch (running.kind()) {
                            case OPENING -> "shell.job.opening";
                            case IMPORTING -> "shell.job.importing";
                        },
                        running.name()));
        bar.setProgress(running.fraction());
        stage.setText(StageWords.of(running.stage(), running.fraction(), messages));
        tip.setText(title.getText() + "\n" + stage.getText());
    }
}
