package dev.nunchi.app.ui.train;

import dev.nunchi.app.task.JobProgress;
import dev.nunchi.engine.finetune.EvaluationReport;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunEstimate;
import dev.nunchi.engine.finetune.RunFolder;
import dev.nunchi.engine.finetune.RunListener;
import dev.nunchi.engine.finetune.SampleReport;
import dev.nunchi.engine.finetune.SnapshotReport;
import dev.nunchi.engine.finetune.StepReport;
import dev.nunchi.engine.progress.Stage;

import java.util.function.Consumer;

/// Carries a run's reports from the thread that trains to the view model on the window's.
///
/// @param onWindow runs an act on the thread of the window
record RunWatch(Consumer<Runnable> onWindow, RunViewModel viewModel) implements RunListener {
    void controlledBy(RunControl control) {
        onWindow.accept(() -> viewModel.controlledBy(control));
    }

    @Override
    public void report(Stage stage, long done, long total) {
        var progress = new JobProgress(stage, done, total);
        onWindow.accept(() -> viewModel.prepared(progress));
    }

    @Override
    public void onCreated(RunFolder folder) {
        onWindow.accept(() -> viewModel.createdIn(folder));
    }

    @Override
    public void onStarted(RunFolder folder, RunEstimate estimate) {
        onWindow.accept(viewModel::begun);
    }

    @Override
    public void onStep(StepReport report) {
        onWindow.accept(() -> viewModel.stepped(report));
    }

    @Override
    public void onEvaluation(EvaluationReport report) {
        onWindow.accept(() -> viewModel.evaluated(report));
    }

    @Override
    public void onSample(SampleReport report) {
        onWindow.accept(() -> viewModel.sampled(report));
    }

    @Override
    public void onSnapshot(SnapshotReport report) {
        onWindow.accept(() -> viewModel.saved(report.step()));
    }
}
