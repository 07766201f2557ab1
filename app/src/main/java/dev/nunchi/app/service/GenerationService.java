package dev.nunchi.app.service;

import dev.nunchi.app.curate.Checks;
import dev.nunchi.app.curate.Verdict;
import dev.nunchi.app.paid.Budget;
import dev.nunchi.app.paid.PaidRequests;
import dev.nunchi.app.paid.RequestPolicy;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.store.RequestLedger;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.JobContext;
import dev.nunchi.app.teach.Captioner;
import dev.nunchi.app.teach.Generation;
import dev.nunchi.app.teach.GenerationState;
import dev.nunchi.app.teach.ModelCaptioner;
import dev.nunchi.app.teach.Scenes;
import dev.nunchi.app.teach.Teacher;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.app.teach.prompt.ChatTeacher;
import dev.nunchi.app.teach.prompt.LocalAsker;
import dev.nunchi.app.teach.prompt.PromptSet;
import dev.nunchi.app.teach.prompt.PromptSets;
import dev.nunchi.app.teach.prompt.RemoteAsker;
import dev.nunchi.app.teach.symbolic.SymbolicTeacher;
import dev.nunchi.app.teach.symbolic.Universe;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.SamplingOptions;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What the page that makes rows asks of teachers. Thread-safe; all calls may take long.
public final class GenerationService {
    private static final int LONGEST_ANSWER = 1024;
    private static final double TEMPERATURE = 0.7;

    /// One example leaves a model with a short context room for the picture.
    private static final ChatTeacher.Effort SMALL = new ChatTeacher.Effort(1, 2);

    private final ModelService models;
    private final RemoteClient remote;
    private final PromptSets prompts;
    private final Ledgers ledgers;
    private final InstantSource clock;

    /// Opens the book of what was paid for; the caller closes it.
    @FunctionalInterface
    public interface Ledgers {
        RequestLedger open() throws StoreException;
    }

    /// @param remote closed by the caller
    public GenerationService(
            ModelService models,
            RemoteClient remote,
            PromptSets prompts,
            Ledgers ledgers,
            InstantSource clock) {
        this.models = models;
        this.remote = remote;
        this.prompts = prompts;
        this.ledgers = ledgers;
        this.clock = clock;
    }

    /// Reads pictures in symbols.
    public Scenes read(Path source, JobContext job) throws EngineException {
        var watch = new DataRows.Watch(job, job.cancel());
        return Scenes.read(source, Scenes.Options.defaults(), watch);
    }

    /// The first rows of an order with what checks say to them; nothing is kept.
    public List<Verdict> preview(GenerationOrder order, int rows, JobContext job)
            throws EngineException, StoreException, TeacherException {
        var checks = Checks.of(Optional.of(order.plan().language()));
        return with(order, job, generation -> generation.preview(rows, job.cancel())).stream()
                .map(row -> new Verdict(row, checks.check(row)))
                .toList();
    }

    /// Writes all rows of an order, going on where an earlier run of it was; returns early when it
    /// is cancelled, and keeps what there is.
    public GenerationState run(GenerationOrder order, Generation.Watcher watcher, JobContext job)
            throws EngineException, StoreException, TeacherException {
        return with(order, job, generation -> generation.run(watcher, job.cancel()));
    }

    /// How many requests of an order earlier runs sent and kept no answer to: see
    /// [PaidRequests#inDoubt]. None of a teacher that costs nothing.
    public long inDoubt(GenerationOrder order) throws StoreException {
        if (!(order.teacher() instanceof TeacherChoice.Server)) {
            return 0;
        }
        try (var ledger = ledgers.open()) {
            return ledger.spent(purpose(order)).unanswered();
        }
    }

    /// As the command line counts it: by file.
    private static String purpose(GenerationOrder order) {
        return "generate " + order.plan().out().toAbsolutePath().normalize();
    }

    /// The prompts of a kind.
    ///
    /// @param kind any but captions, for which nothing is asked
    public PromptSet prompts(SampleType kind, TeachingLanguage language) throws EngineException {
        return prompts.of(kind, language);
    }

    /// Keeps prompts that a person has changed.
    public PromptSet save(PromptSet changed) throws EngineException {
        prompts.save(changed);
        return changed;
    }

    /// Work with a teacher that is ready.
    @FunctionalInterface
    private interface Use<T> {
        T with(Generation generation) throws EngineException, StoreException, TeacherException;
    }

    private <T> T with(GenerationOrder order, JobContext job, Use<T> use)
            throws EngineException, StoreException, TeacherException {
        var model = order.model();
        if (model.isEmpty()) {
            return taught(order, Optional.empty(), use);
        }
        models.open(model.get(), job);
        var ended =
                models.use(
                        job.cancel(),
                        assistant -> {
                            try {
                                return new Ended<>(
                                        Optional.of(taught(order, Optional.of(assistant), use)),
                                        Optional.empty());
                            } catch (TeacherException e) {
                                return new Ended<T>(Optional.empty(), Optional.of(e));
                            }
                        });
        if (ended.failure().isPresent()) {
            throw ended.failure().get();
        }
        return ended.value().orElseThrow();
    }

    /// What a lease, which knows no teachers, can carry.
    private record Ended<T>(Optional<T> value, Optional<TeacherException> failure) {}

    private <T> T taught(GenerationOrder order, Optional<Assistant> assistant, Use<T> use)
            throws EngineException, StoreException, TeacherException {
        Optional<Captioner> captioner =
                assistant.map(open ->
                        new ModelCaptioner(
                                order.model().orElseThrow().name(), open, Optional.empty()));
        return switch (order.teacher()) {
            case TeacherChoice.Symbolic _ ->
                    use.with(
                            generation(
                                    order,
                                    new SymbolicTeacher(new Universe(order.source())),
                                    captioner));
            case TeacherChoice.Local(var model) ->
                    use.with(
                            generation(
                                    order,
                                    local(order, model.name(), assistant.orElseThrow()),
                                    captioner));
            case TeacherChoice.Server(var endpoint) -> {
                try (var ledger = ledgers.open()) {
                    var teacher = remote(order, endpoint, ledger);
                    yield use.with(generation(order, teacher, captioner));
                }
            }
        };
    }

    private Generation generation(
            GenerationOrder order, Teacher teacher, Optional<Captioner> captioner) {
        return new Generation(order.plan(), teacher, captioner, clock);
    }

    /// Not closed: the assistant is the model service's.
    private Teacher local(GenerationOrder order, String name, Assistant assistant)
            throws EngineException {
        var answers =
                AnswerOptions.defaults()
                        .withMaxNewTokens(LONGEST_ANSWER)
                        .withSampling(SamplingOptions.greedy().withTemperature(TEMPERATURE));
        return new ChatTeacher(name, new LocalAsker(assistant, answers), prompts(order), SMALL);
    }

    private Teacher remote(GenerationOrder order, Endpoint endpoint, RequestLedger ledger)
            throws EngineException, StoreException {
        var budget = new Budget(order.tokens(), OptionalDouble.empty());
        var policy = RequestPolicy.defaults().withBudget(budget);
        var requests = new PaidRequests(remote, ledger, policy, purpose(order));
        var answers =
                new dev.nunchi.app.settings.Generation(
                        TEMPERATURE, LONGEST_ANSWER, OptionalLong.empty(), "");
        return new ChatTeacher(
                endpoint.address() + " " + endpoint.model(),
                new RemoteAsker(endpoint, requests, answers),
                prompts(order),
                ChatTeacher.Effort.defaults());
    }

    private Map<SampleType, PromptSet> prompts(GenerationOrder order) throws EngineException {
        var sets = new EnumMap<SampleType, PromptSet>(SampleType.class);
        for (var kind : order.plan().kinds()) {
            if (kind != SampleType.CAPTION) {
                sets.put(kind, prompts.of(kind, order.plan().language()));
            }
        }
        return sets;
    }
}
