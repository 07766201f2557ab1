package dev.nunchi.app;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.evaluate.EvaluateViewModel;
import dev.nunchi.app.ui.theme.Confirmation;
import dev.nunchi.app.ui.train.RunState;
import dev.nunchi.app.ui.train.RunViewModel;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.StepReport;

import javafx.stage.Stage;
import javafx.stage.WindowEvent;

/// Asks before the window is closed over a training, and then keeps it open until the training has
/// kept its snapshot. An evaluation, which loses nothing, is only waited for, until the answer or
/// the step under way is kept; who closes the window once more does not wait.
final class ClosingGuard {
    private final RunViewModel run;
    private final EvaluateViewModel evaluation;
    private final Messages messages;
    private boolean closing;
    private boolean waiting;

    ClosingGuard(RunViewModel run, EvaluateViewModel evaluation, Messages messages) {
        this.evaluation = evaluation;
        this.run = run;
        this.messages = messages;
    }

    /// FX thread only.
    void watch(Stage stage) {
        stage.setOnCloseRequest(event -> closeRequested(stage, event));
        run.stateProperty()
                .subscribe(state -> {
                    if (closing && !state.isActive()) {
                        stage.close();
                    }
                });
        evaluation
                .stateProperty()
                .subscribe(state -> {
                    if (waiting && !state.isActive()) {
                        stage.close();
                    }
                });
    }

    private void closeRequested(Stage stage, WindowEvent event) {
        if (!run.isActive()) {
            waitForEvaluation(event);
            return;
        }
        event.consume();
        if (!closing && (run.stateProperty().get() instanceof RunState.Stopping || asked(stage))) {
            closing = true;
            run.stop();
        }
        if (closing && !run.isActive()) {
            stage.close();
        }
    }

    private void waitForEvaluation(WindowEvent event) {
        if (!waiting && evaluation.stateProperty().get().isActive()) {
            event.consume();
            waiting = true;
            evaluation.pause();
        }
    }

    private boolean asked(Stage stage) {
        var step = run.lastStepProperty().get();
        var question =
                new Confirmation(
                        messages.text("train.close.title"),
                        messages.text(
                                "train.close.body",
                                run.requestProperty().get().map(RunRequest::name).orElse(""),
                                step.map(StepReport::step).orElse(0L),
                                step.map(StepReport::steps).orElse(0L)),
                        messages.text("train.close.act"),
                        messages.text("train.close.cancel"));
        return question.isGiven(stage);
    }
}
