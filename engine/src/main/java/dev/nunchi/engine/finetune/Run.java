package dev.nunchi.engine.finetune;

import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.ffm.NativeHeap;
import dev.nunchi.engine.train.SeenPicture;

import java.nio.file.Path;
import java.util.Optional;

/// The steps of a run, from its last snapshot to its end or the next wish to stop.
///
/// ```
/// ┌► evaluate, if due ─► snapshot, if due ─► done? ─► batches ─► update ─┐
/// └──────────────────────────────────────────────────────────────────────┘
/// ```
///
/// Confined to one thread; owns nothing.
final class Run {
    private static final double NANOS = 1e9;

    /// Batches of many lengths leave holes in the native heap, a gigabyte in some hundred steps.
    /// Pages that were given back cost a step some percent when they are used again.
    private static final int STEPS_BETWEEN_TRIMS = 16;

    private final Parts parts;
    private final RunFacts facts;
    private final RunSettings settings;
    private final Hearing hearing;
    private final Pace pace = new Pace();

    private SnapshotFacts now;
    private long savedAt = -1;

    /// What a run works with.
    record Parts(
            TrainingModel model,
            Lessons lessons,
            Learner learner,
            RunFolder folder,
            TrainingFolders folders) {
        SeenPicture seen(Path picture) throws EngineException {
            return model.features().orElseThrow().seen(picture);
        }
    }

    /// Who hears of it, and who may stop it.
    record Hearing(RunListener listener, RunLog log, RunControl control) {}

    Run(Parts parts, RunFacts facts, Hearing hearing) {
        this.parts = parts;
        this.facts = facts;
        this.hearing = hearing;
        settings = facts.request().settings();
        now = SnapshotFacts.beginning(settings.seed());
    }

    /// Goes on from the last snapshot.
    ///
    /// @param snapshot of this run
    void restore(Snapshot snapshot) throws EngineException {
        now = snapshot.facts();
        snapshot.restore(parts.learner().arrays());
        parts.learner().resumeAfter(now.step());
        savedAt = now.step();
    }

    /// Makes the steps that are left.
    ///
    /// @throws TrainingException `DIVERGED`
    RunResult finish() throws EngineException {
        pace.stepEnded();
        while (true) {
            if (evaluationIsDue() && !evaluate()) {
                return stopped();
            }
            if (snapshotIsDue()) {
                save();
            }
            var end = end();
            if (end.isPresent()) {
                return ended(end.get());
            }
            if (!step()) {
                return stopped();
            }
        }
    }

    private Optional<RunEnd> end() {
        if (now.step() == facts.steps()) {
            return Optional.of(RunEnd.COMPLETED);
        }
        int patience = settings.validation().patience();
        return patience > 0 && now.validation().sinceBest() >= patience
                ? Optional.of(RunEnd.STOPPED_EARLY)
                : Optional.empty();
    }

    /// @return false if it was to end before the step was made
    private boolean step() throws EngineException {
        long start = System.nanoTime();
        long positions = 0;
        var learner = parts.learner();
        int batches = settings.batches().accumulate();
        learner.begin();
        for (int i = 0; i < batches; i++) {
            if (hearing.control().isEnded()) {
                return false;
            }
            var batch = parts.lessons().batch(now.position() + i, parts::seen);
            positions += batch.examples().stream().mapToInt(e -> e.ids().length).sum();
            hearing.listener().onBatch(batch);
            learner.add(batch);
        }
        var update = learner.update();
        if (!Double.isFinite(update.loss()) || !Double.isFinite(update.norm())) {
            throw new TrainingException(
                    parts.folder().name(),
                    TrainingException.Reason.DIVERGED,
                    "step %d: loss %s, norm of the gradients %s"
                            .formatted(now.step() + 1, update.loss(), update.norm()));
        }
        now = now.afterStep(update.loss(), batches);
        if (now.step() % STEPS_BETWEEN_TRIMS == 0) {
            NativeHeap.giveBack();
        }
        pace.stepEnded();
        report(update, positions * NANOS / (System.nanoTime() - start));
        return true;
    }

    private void report(Learner.Update update, double tokensPerSecond) throws EngineException {
        var report =
                new StepReport(
                        now.step(),
                        facts.steps(),
                        (double) now.position() / parts.lessons().order().batchesAnEpoch(),
                        update.loss(),
                        update.rate(),
                        update.norm(),
                        tokensPerSecond,
                        (facts.steps() - now.step()) * pace.secondsAStep(),
                        ProcessMemory.resident());
        hearing.log().write(report);
        hearing.listener().onStep(report);
    }

    private boolean evaluationIsDue() {
        boolean due =
                now.step() % settings.validation().every() == 0 || now.step() == facts.steps();
        return due
                && parts.lessons().validation().size() > 0
                && now.validation().at() != now.step();
    }

    /// @return false if it was to end before the evaluation was done
    private boolean evaluate() throws EngineException {
        var batches = parts.lessons().validationBatches(settings.batches().size());
        double total = 0;
        long targets = 0;
        for (int i = 0; i < batches.size(); i++) {
            if (hearing.control().isEnded()) {
                return false;
            }
            hearing.listener().report(Stage.EVALUATING, i, batches.size());
            var corpus = parts.lessons().validation();
            var measured = parts.learner().loss(Lessons.batch(corpus, batches.get(i), parts::seen));
            total += measured.loss() * measured.targets();
            targets += measured.targets();
        }
        double loss = total / targets;
        boolean best = now.validation().isBest(loss);
        now = now.withValidation(now.validation().after(now.step(), loss));
        var report = new EvaluationReport(now.step(), loss, best, now.validation().sinceBest());
        hearing.log().write(report);
        hearing.listener().onEvaluation(report);
        answer();
        return true;
    }

    /// Answers are for people's eyes: a run that is to end leaves them out.
    private void answer() throws EngineException {
        var answers = new SampleAnswers(parts, settings);
        for (var sample : answers.chosen()) {
            if (hearing.control().isEnded()) {
                return;
            }
            var report = answers.answer(now.step(), sample);
            hearing.log().write(report);
            hearing.listener().onSample(report);
        }
    }

    private boolean isBest() {
        return now.validation().at() == now.step() && now.validation().sinceBest() == 0;
    }

    private boolean snapshotIsDue() {
        boolean regular = now.step() > 0 && now.step() % settings.schedule().snapshotEvery() == 0;
        return (regular || isBest() || end().isPresent()) && savedAt != now.step();
    }

    private void save() throws EngineException {
        var snapshots = parts.folder().snapshots();
        var snapshot = Snapshot.write(snapshots, now, parts.learner().arrays());
        if (isBest()) {
            Snapshot.point(snapshots, Snapshot.Pointer.BEST, snapshot);
        }
        Snapshot.clean(snapshots);
        savedAt = now.step();
        parts.folder().writeState(state(Optional.empty(), Optional.empty()));
        var report = new SnapshotReport(now.step(), snapshot.folder());
        hearing.log().write(report);
        hearing.listener().onSnapshot(report);
    }

    private RunState state(Optional<RunEnd> end, Optional<Path> made) {
        return new RunState(
                now.step(),
                now.loss(),
                now.validation().best(),
                end,
                made.map(folder -> String.valueOf(folder.getFileName())));
    }

    private RunResult stopped() throws EngineException {
        if (savedAt != now.step() && now.step() > 0) {
            save();
        }
        parts.folder().writeState(state(Optional.of(RunEnd.CANCELLED), Optional.empty()));
        return new RunResult(
                RunEnd.CANCELLED, now.step(), now.validation().best(), Optional.empty());
    }

    /// With the parameters of the lowest validation loss, if it was measured.
    private RunResult ended(RunEnd end) throws EngineException {
        var best = Snapshot.find(parts.folder().snapshots(), Snapshot.Pointer.BEST);
        if (best.isPresent()) {
            best.get().restoreParameters(parts.learner().parameters());
        }
        Optional<Path> adapter = Optional.empty();
        Optional<Path> model = Optional.empty();
        if (settings.makesModel()) {
            model =
                    new TrainedModel(parts, facts)
                            .write(
                                    parts.folders().models(),
                                    hearing.listener(),
                                    hearing.control().token());
            if (model.isEmpty()) {
                return stopped();
            }
        } else {
            adapter =
                    Optional.of(new TrainedAdapter(parts, facts).write(parts.folders().adapters()));
        }
        parts.folder().writeState(state(Optional.of(end), adapter.isPresent() ? adapter : model));
        return new RunResult(end, now.step(), now.validation().best(), adapter, model);
    }
}
