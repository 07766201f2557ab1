package dev.nunchi.app.cli;

import dev.nunchi.app.paid.PaidRequests;
import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.store.RequestLedger;
import dev.nunchi.app.store.RequestLedger.Spent;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteLedger;
import dev.nunchi.app.teach.Captioner;
import dev.nunchi.app.teach.Generation;
import dev.nunchi.app.teach.ModelCaptioner;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Teacher;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.prompt.ChatTeacher;
import dev.nunchi.app.teach.prompt.LocalAsker;
import dev.nunchi.app.teach.prompt.PromptSet;
import dev.nunchi.app.teach.prompt.PromptSets;
import dev.nunchi.app.teach.prompt.RemoteAsker;
import dev.nunchi.app.teach.symbolic.BalancedTeacher;
import dev.nunchi.app.teach.symbolic.SymbolicTeacher;
import dev.nunchi.app.teach.symbolic.Universe;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.runtime.Device;

import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Opens the teacher that a command line asks for, and what it needs.
///
/// @param source all scenes of the source: what it marks at all
record TeacherSetup(
        CliContext context,
        CommandSpec spec,
        TeacherOptions options,
        Generation.Plan plan,
        List<Scene> source) {
    /// One example leaves a model with a short context room for the picture.
    private static final ChatTeacher.Effort SMALL = new ChatTeacher.Effort(1, 2);

    /// A teacher at work. Closing it closes all that was opened for it.
    ///
    /// @param requests of a server
    record Opened(
            Teacher teacher,
            Optional<Captioner> captioner,
            Optional<PaidRequests> requests,
            List<Closer> closers)
            implements AutoCloseable {
        /// What the file has cost so far, if a server was asked.
        Optional<Spent> spent() throws StoreException {
            return requests.isPresent() ? Optional.of(requests.get().spent()) : Optional.empty();
        }

        @Override
        public void close() throws TeacherException, StoreException {
            for (var closer : closers) {
                closer.close();
            }
        }
    }

    /// Lets something go.
    interface Closer {
        void close() throws TeacherException, StoreException;
    }

    Opened open(ProgressLine progress) throws EngineException, StoreException {
        if (!options.areSound()) {
            throw context.usage(spec, "generateNumbers");
        }
        var captioner = captioner(progress);
        var closers = new ArrayList<Closer>();
        captioner.ifPresent(by -> closers.add(by.assistant()::close));
        Optional<PaidRequests> requests = Optional.empty();
        Teacher teacher;
        if (options.isServer()) {
            var endpoint = endpoint();
            var client = new RemoteClient(Limits.defaults());
            var folders = context.models().folders();
            RequestLedger ledger = SqliteLedger.open(folders.ledger(), folders.nativeLibraries());
            closers.add(client::close);
            closers.add(ledger::close);
            var paid = new PaidRequests(client, ledger, options.policy(), purpose());
            requests = Optional.of(paid);
            ServerRequests.tellDoubt(context, paid);
            teacher = remote(endpoint, paid);
        } else {
            teacher = options.teacher().equals(TeacherOptions.LOCAL) ? local(progress) : symbolic();
        }
        closers.addFirst(teacher::close);
        return new Opened(teacher, captioner.map(by -> by), requests, closers);
    }

    private Teacher symbolic() {
        return options.balanced().isPresent()
                ? new BalancedTeacher(plan.scenes(), options.balanced().getAsInt(), plan.seed())
                : new SymbolicTeacher(new Universe(source));
    }

    /// Budgets are counted by file.
    private String purpose() {
        return "generate " + plan.out().toAbsolutePath().normalize();
    }

    private Optional<ModelCaptioner> captioner(ProgressLine progress) throws EngineException {
        boolean alone =
                plan.scenes().stream()
                        .anyMatch(scene -> scene.captions().isEmpty() && scene.boxes().isEmpty());
        String name = options.captionsBy();
        if (!alone) {
            return Optional.empty();
        }
        if (name == null) {
            throw context.usage(spec, "generateCaptions");
        }
        var assistant = assistant(name, ModelForm.AS_SHIPPED, progress);
        return Optional.of(new ModelCaptioner(name, assistant, Optional.empty()));
    }

    private Teacher local(ProgressLine progress) throws EngineException {
        var model = context.modelOrFirst(spec, options.model());
        var assistant = assistant(model.name(), ModelForm.BARE, progress);
        var sampling = SamplingOptions.greedy().withTemperature(options.temperature());
        var answers =
                AnswerOptions.defaults()
                        .withMaxNewTokens(options.maxTokens())
                        .withSampling(sampling);
        return new ChatTeacher(model.name(), new LocalAsker(assistant, answers), prompts(), SMALL);
    }

    private Assistant assistant(String name, ModelForm form, ProgressLine progress)
            throws EngineException {
        var answerer =
                new Answerer(
                        context.model(spec, name),
                        Optional.empty(),
                        form,
                        context.device(spec, Device.AUTO));
        var assistant = context.models().open(answerer, progress);
        progress.clear();
        return assistant;
    }

    /// A server that the person has named in the settings, with its key, or one by its address.
    private Endpoint endpoint() throws EngineException {
        var settings = SettingsStore.open(context.models().folders().settings()).current();
        var named = settings.endpoint(options.teacher());
        String model = options.model();
        String variable = options.keyVariable();
        if (named.isPresent()) {
            var endpoint = named.get();
            return new Endpoint(
                    endpoint.name(),
                    endpoint.address(),
                    model == null ? endpoint.model() : model,
                    variable == null ? endpoint.key() : new Secret("$" + variable),
                    Endpoint.Consent.GIVEN);
        }
        var address =
                Endpoint.address(options.teacher())
                        .orElseThrow(
                                () -> context.usage(spec, "generateTeacher", options.teacher()));
        if (model == null) {
            throw context.usage(spec, "generateModel");
        }
        var key = variable == null ? Secret.none() : new Secret("$" + variable);
        return new Endpoint(
                String.valueOf(address.getHost()), address, model, key, Endpoint.Consent.GIVEN);
    }

    private Teacher remote(Endpoint endpoint, PaidRequests requests) throws EngineException {
        var generation =
                new dev.nunchi.app.settings.Generation(
                        options.temperature(), options.maxTokens(), OptionalLong.empty(), "");
        return new ChatTeacher(
                endpoint.address() + " " + endpoint.model(),
                new RemoteAsker(endpoint, requests, generation),
                prompts(),
                ChatTeacher.Effort.defaults());
    }

    private Map<SampleType, PromptSet> prompts() throws EngineException {
        var sets = new PromptSets(context.models().folders().prompts());
        var prompts = new EnumMap<SampleType, PromptSet>(SampleType.class);
        for (var kind : plan.kinds()) {
            if (kind != SampleType.CAPTION) {
                prompts.put(kind, sets.of(kind, plan.language()));
            }
        }
        return prompts;
    }
}
