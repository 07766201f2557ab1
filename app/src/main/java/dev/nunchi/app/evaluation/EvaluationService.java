package dev.nunchi.app.evaluation;

import dev.nunchi.app.evaluation.EvaluationOrder.Ablated;
import dev.nunchi.app.evaluation.EvaluationOrder.Extra;
import dev.nunchi.app.evaluation.EvaluationOrder.Material;
import dev.nunchi.app.judge.Ablation;
import dev.nunchi.app.judge.Ablation.Trained;
import dev.nunchi.app.judge.AblationArm;
import dev.nunchi.app.judge.Benchmark;
import dev.nunchi.app.judge.BenchmarkBuilder;
import dev.nunchi.app.judge.BenchmarkReader;
import dev.nunchi.app.judge.Bootstrap;
import dev.nunchi.app.judge.Candidate;
import dev.nunchi.app.judge.CaptionBenchmark;
import dev.nunchi.app.judge.Evaluation;
import dev.nunchi.app.judge.EvaluationListener;
import dev.nunchi.app.judge.EvaluationPlan;
import dev.nunchi.app.judge.EvaluationResult;
import dev.nunchi.app.judge.HeadToHead;
import dev.nunchi.app.judge.report.Report;
import dev.nunchi.app.judge.report.ReportFiles;
import dev.nunchi.app.judge.report.ResultJson;
import dev.nunchi.app.service.TrainingService;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.BallotStore;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.VoteStore;
import dev.nunchi.app.task.JobContext;
import dev.nunchi.app.teach.Scenes;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.adapter.AdapterFolder;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.eval.CaptionedPicture;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunListener;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.StepReport;
import dev.nunchi.engine.finetune.TrainingStage;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the evaluation page asks of models, servers and files. Thread-safe; all calls may take
/// long.
public final class EvaluationService {
    /// As the command line draws: from here on the intervals' ends settle.
    private static final Bootstrap BOOTSTRAP = new Bootstrap(0, 1000);

    private static final String BENCHMARK = "benchmark";

    private final EvaluationShelf shelf;
    private final EvaluationModels models;
    private final Training training;
    private final Choices choices;

    /// What trains the arms of an ablation.
    public record Training(TrainingService service, AdapterLibrary adapters) {}

    /// Where a person's own blind choices are kept.
    public record Choices(VoteStore votes, BallotStore ballots) {}

    /// Hears how far an evaluation is; called on the thread that evaluates.
    public interface Watch extends EvaluationListener {
        /// An arm of an ablation is being trained.
        ///
        /// @param steps 0 until it is known how many there will be
        void training(AblationArm arm, long step, long steps);
    }

    /// What was found.
    ///
    /// @param trained the arms, in the order of the result's candidates; none without an ablation
    public record Outcome(
            EvaluationFolder evaluation, EvaluationResult result, List<Trained> trained) {
        public Outcome {
            trained = List.copyOf(trained);
        }
    }

    /// What material consists of.
    ///
    /// @param absent pictures whose files are not there
    /// @param unreferenced open questions without a reference
    /// @param open questions that a judge could judge, with the teacher's references
    public record Examined(
            Material material,
            int pictures,
            int absent,
            int questions,
            int unreferenced,
            int open) {}

    public EvaluationService(
            EvaluationShelf shelf, EvaluationModels models, Training training, Choices choices) {
        this.shelf = shelf;
        this.models = models;
        this.training = training;
        this.choices = choices;
    }

    /// All who could be asked.
    public List<Answerer> answerers() throws EngineException {
        return models.answerers();
    }

    /// Models that could be scored without the adapter that they ship with.
    public List<String> withOwnAdapter() throws EngineException {
        return models.withOwnAdapter();
    }

    /// Looks whether a file holds answers.
    ///
    /// @throws DataException if it does not
    public Extra.Recorded recorded(Path answers) throws EngineException {
        Candidate.Recorded.read(answers);
        return new Extra.Recorded(answers);
    }

    /// Reads what was chosen; a benchmark that is to be built is not built yet.
    ///
    /// @throws DataException if there is nothing to ask about
    public Examined examine(Material material, JobContext job) throws EngineException {
        return switch (material) {
            case Material.Questions questions -> examined(material, read(questions));
            case Material.Captions captions -> examined(material, read(captions, job));
            case Material.Built(Path source, int wanted) -> {
                int boxed =
                        (int)
                                scenes(source, job).scenes().stream()
                                        .filter(scene -> !scene.boxes().isEmpty())
                                        .count();
                if (boxed == 0) {
                    throw nothing(material, "holds no picture with boxes");
                }
                int pictures = Math.min(boxed, wanted);
                yield new Examined(material, pictures, 0, 3 * pictures, 0, 3 * pictures);
            }
        };
    }

    private static Examined examined(Material material, Benchmark benchmark) {
        var scenes = benchmark.scenes().values();
        int absent = (int) scenes.stream().filter(s -> !Files.exists(s.picture())).count();
        int open = benchmark.open().size();
        return new Examined(
                material,
                scenes.size(),
                absent,
                benchmark.items().size(),
                open - benchmark.referenced().size(),
                open);
    }

    private static DataException nothing(Material material, String problem) {
        return new DataException(material.name(), 0, problem);
    }

    private static Benchmark read(Material.Questions questions) throws EngineException {
        return BenchmarkReader.read(questions.source(), questions.pictures());
    }

    private static Benchmark read(Material.Captions captions, JobContext job)
            throws EngineException {
        var data = Datasets.read(captions.source(), job, job.cancel());
        var all = CaptionedPicture.of(data.samples());
        if (all.size() < 2) {
            throw nothing(captions, "holds fewer than two pictures with captions");
        }
        return CaptionBenchmark.of(
                captions.name(), CaptionedPicture.spread(all, captions.pictures()));
    }

    private static Scenes scenes(Path source, JobContext job) throws EngineException {
        var watch = new DataRows.Watch(job, job.cancel());
        return Scenes.read(source, Scenes.Options.defaults(), watch);
    }

    /// Puts an order down, to be [run][#run].
    public EvaluationFolder begin(EvaluationOrder order) throws StorageException {
        return shelf.begin(order);
    }

    /// All that were begun, the last first.
    public List<EvaluationFolder> list() throws StorageException {
        return shelf.list();
    }

    public void remove(EvaluationFolder evaluation) throws StorageException {
        shelf.remove(evaluation);
    }

    /// Saves a report under a name that the person has chosen.
    public Path save(Report report, ReportFiles.Format format, Path file) throws StorageException {
        ReportFiles.write(report, format, file);
        return file;
    }

    /// How the person's own blind choices fell out.
    public List<HeadToHead> headToHead() throws StoreException {
        return HeadToHead.of(choices.votes().votes(), choices.ballots().ballots());
    }

    /// The settings of an ablation's runs.
    public static RunSettings settings(Ablated ablated) {
        var usual = RunSettings.defaults(TrainingStage.END_TO_END);
        var schedule = usual.schedule();
        return ablated.steps().isEmpty()
                ? usual
                : usual.withSchedule(
                        new RunSettings.Schedule(
                                schedule.epochs(),
                                ablated.steps(),
                                schedule.warmup(),
                                schedule.snapshotEvery()));
    }

    /// Evaluates, or goes on where an earlier run was; of one that is finished nothing is asked and
    /// no model is opened.
    ///
    /// @return empty when cancelled; what was asked so far is kept
    public Optional<Outcome> run(EvaluationFolder evaluation, Watch watch, JobContext job)
            throws EngineException, StoreException, TeacherException {
        var order = evaluation.order();
        var benchmark = benchmark(evaluation, job);
        if (benchmark.isEmpty() || job.cancel().isCancelled()) {
            return Optional.empty();
        }
        try (var asking = models.asking(evaluation, job)) {
            var trained = trained(evaluation, watch, job);
            if (trained.isEmpty()) {
                return Optional.empty();
            }
            var candidates =
                    order.ablation().isPresent()
                            ? arms(order, trained.get(), asking)
                            : asking.candidates(order);
            var helpers =
                    new EvaluationPlan.Helpers(
                            asking.candidate(order.helpers().teacher()),
                            asking.candidate(order.helpers().judge()));
            var plan =
                    new EvaluationPlan(
                            benchmark.get(), candidates, order.blind(), helpers, BOOTSTRAP);
            var result = new Evaluation(plan, evaluation.folder()).run(watch, job.cancel());
            if (result.isEmpty()) {
                return Optional.empty();
            }
            ReportFiles.writeJson(ResultJson.of(result.get()), evaluation.folder());
            return Optional.of(new Outcome(evaluation, result.get(), trained.get()));
        }
    }

    private Optional<Benchmark> benchmark(EvaluationFolder evaluation, JobContext job)
            throws EngineException, TeacherException {
        return switch (evaluation.order().material()) {
            case Material.Questions questions -> Optional.of(read(questions));
            case Material.Captions captions -> Optional.of(read(captions, job));
            case Material.Built built -> built(evaluation, built, job);
        };
    }

    /// Built once: the pictures are copied, so that the person may change theirs.
    private static Optional<Benchmark> built(
            EvaluationFolder evaluation, Material.Built built, JobContext job)
            throws EngineException, TeacherException {
        Path folder = evaluation.folder().resolve(BENCHMARK);
        if (!Files.exists(folder.resolve("questions.jsonl"))) {
            var made =
                    BenchmarkBuilder.defaults()
                            .withPictures(built.pictures())
                            .build(scenes(built.source(), job), folder, job.cancel());
            if (made.isEmpty()) {
                return Optional.empty();
            }
            if (made.get().items().isEmpty()) {
                throw nothing(built, "holds no picture with boxes that questions can be asked of");
            }
        }
        return Optional.of(BenchmarkReader.read(folder, Optional.empty()).withName(built.name()));
    }

    /// @return none without an ablation; empty when cancelled
    private Optional<List<Trained>> trained(
            EvaluationFolder evaluation, Watch watch, JobContext job) throws EngineException {
        var order = evaluation.order();
        if (order.ablation().isEmpty()) {
            return Optional.of(List.of());
        }
        var start = order.candidates().getFirst();
        var model = models.installed(start);
        var request =
                new RunRequest(
                        "ablation-" + evaluation.id(),
                        model.name(),
                        order.ablation().get().data(),
                        Optional.empty(),
                        from(start),
                        settings(order.ablation().get()));
        return new Ablation(training.service(), training.adapters(), model, request)
                .train(
                        arm -> new Steps(arm, watch, job),
                        new RunControl(job.cancel()),
                        job.cancel());
    }

    private Optional<Path> from(Answerer start) throws StorageException {
        if (start.adapter().isEmpty()) {
            return Optional.empty();
        }
        String name = start.adapter().get();
        return Optional.of(
                training.adapters()
                        .find(name)
                        .orElseThrow(() ->
                                new StorageException(
                                        Path.of(name),
                                        StorageException.Reason.NOT_FOUND,
                                        "no such adapter"))
                        .folder());
    }

    /// Hears of one arm's run.
    private record Steps(AblationArm arm, Watch watch, JobContext job) implements RunListener {
        @Override
        public void report(Stage stage, long done, long total) {
            job.report(stage, done, total);
        }

        @Override
        public void onStep(StepReport report) {
            watch.training(arm, report.step(), report.steps());
        }
    }

    private List<Candidate> arms(
            EvaluationOrder order, List<Trained> trained, EvaluationModels.Asking asking)
            throws EngineException {
        InstalledModel model = models.installed(order.candidates().getFirst());
        var candidates = new ArrayList<Candidate>();
        for (var arm : trained) {
            var adapter =
                    arm.adapter().isPresent()
                            ? Optional.of(AdapterFolder.info(arm.adapter().get()).name())
                            : order.candidates().getFirst().adapter();
            candidates.add(asking.local(arm.arm().word(), model, adapter));
        }
        return candidates;
    }
}
