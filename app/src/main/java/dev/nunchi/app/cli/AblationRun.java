package dev.nunchi.app.cli;

import dev.nunchi.app.judge.Ablation;
import dev.nunchi.app.judge.Candidate;
import dev.nunchi.app.judge.LocalChatModel;
import dev.nunchi.app.judge.report.AblationWords;
import dev.nunchi.app.service.LocalTraining;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterFolder;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.FineTuning;
import dev.nunchi.engine.finetune.RunControl;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.TrainingStage;
import dev.nunchi.engine.storage.Sha256;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Trains and evaluates the arms of an ablation: `nunchi evaluate --ablation`.
///
/// @param training the options of `nunchi train` that are settings of a run
record AblationRun(BenchmarkRun benchmark, TrainOptions training) {
    private static final int HASH_DIGITS = 8;

    /// Between two batches of a large model.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    int run(Path data, Path source, BenchmarkRun.Output output)
            throws EngineException, TeacherException, StoreException {
        var context = benchmark.context();
        var start = benchmark.who().choose(context, benchmark.spec());
        var folders = context.models().training();
        var request = template(start, data);
        var cancel = context.interruption().token();
        var ablation =
                new Ablation(
                        new LocalTraining(new FineTuning(folders, start.device())),
                        new AdapterLibrary(folders.adapters()),
                        start.model(),
                        request);
        var printer = TrainPrinter.words(context);
        Optional<List<Ablation.Trained>> trained;
        try (var _ = context.interruption().hold(PATIENCE)) {
            trained = ablation.train(_ -> printer, new RunControl(cancel), cancel);
        }
        if (trained.isEmpty()) {
            return benchmark.interrupted();
        }
        var candidates = new ArrayList<Candidate>();
        for (var arm : trained.get()) {
            candidates.add(candidate(start, arm));
        }
        return benchmark.run(
                source,
                Optional.of(candidates),
                result ->
                        AblationWords.of(
                                new AblationWords.Measurement(
                                        ModelSpec.name(start), trained.get(), result),
                                request.settings(),
                                benchmark.made(),
                                context.messages()),
                output);
    }

    private RunRequest template(Answerer start, Path data) throws EngineException {
        RunSettings settings;
        try {
            settings = training.settings(TrainingStage.END_TO_END, start.adapter().isPresent());
        } catch (IllegalArgumentException e) {
            throw benchmark.usage("setting", String.valueOf(e.getMessage()));
        }
        if (settings.makesModel()) {
            throw benchmark.usage("ablationFull");
        }
        Path out = benchmark.out();
        return new RunRequest(
                "ablation-" + hash(out),
                start.model().name(),
                data.toAbsolutePath().normalize(),
                Optional.empty(),
                from(start),
                settings,
                start.form());
    }

    /// The folder of the adapter that all arms go on from.
    private Optional<Path> from(Answerer start) throws EngineException {
        if (start.adapter().isEmpty()) {
            return Optional.empty();
        }
        String name = start.adapter().get().info().name();
        return Optional.of(
                benchmark
                        .context()
                        .models()
                        .adapters()
                        .find(name)
                        .orElseThrow(() -> benchmark.usage("unknownAdapter", name))
                        .folder());
    }

    /// So that ablations in different folders do not share runs.
    private static String hash(Path out) {
        var digest = Sha256.newDigest();
        digest.update(out.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    }

    private Candidate candidate(Answerer start, Ablation.Trained arm) throws EngineException {
        Optional<Adapter> adapter =
                arm.adapter().isPresent()
                        ? Optional.of(AdapterFolder.read(arm.adapter().get()))
                        : start.adapter();
        var answerer = new Answerer(start.model(), adapter, start.form(), start.device());
        var context = benchmark.context();
        String name = arm.arm().word();
        return new Candidate.Asked(
                name,
                () ->
                        new LocalChatModel(
                                name,
                                context.models().open(answerer, ProgressLine.of(context)),
                                answerer.adapterName()));
    }
}
