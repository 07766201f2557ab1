package dev.nunchi.app.evaluation;

import dev.nunchi.app.evaluation.EvaluationOrder.Extra;
import dev.nunchi.app.judge.Candidate;
import dev.nunchi.app.judge.RemoteChatModel;
import dev.nunchi.app.paid.PaidRequests;
import dev.nunchi.app.paid.RequestPolicy;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.service.GenerationService;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.SideBySide;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.RequestLedger;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.JobContext;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.library.InstalledModel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Those who can be asked in an evaluation: models of this computer, one open at a time and shared
/// with the conversations, and servers that the person has agreed to.
public final class EvaluationModels {
    private final SideBySide sides;
    private final ModelService models;
    private final Servers servers;

    /// What servers are asked with.
    ///
    /// @param settings for the servers that were agreed to
    public record Servers(
            RemoteClient remote, GenerationService.Ledgers ledgers, Supplier<Settings> settings) {}

    /// @param sides knows who is there
    public EvaluationModels(SideBySide sides, ModelService models, Servers servers) {
        this.sides = sides;
        this.models = models;
        this.servers = servers;
    }

    List<Answerer> answerers() throws EngineException {
        return sides.answerers(agreed());
    }

    /// Models that ship with an adapter and could be scored without it.
    List<String> withOwnAdapter() throws EngineException {
        return models.list().stream()
                .filter(model -> OwnAdapter.isIn(model.folder()))
                .map(InstalledModel::name)
                .toList();
    }

    private List<Endpoint> agreed() {
        var settings = servers.settings().get();
        return settings.allows(NetworkUse.REMOTE_ANSWERS)
                ? settings.endpoints().stream()
                        .filter(endpoint -> endpoint.consent() == Endpoint.Consent.GIVEN)
                        .toList()
                : List.of();
    }

    /// @throws StorageException if the model is not there any more
    InstalledModel installed(Answerer who) throws StorageException {
        return models.find(who.model()).orElseThrow(() -> gone(who));
    }

    private static StorageException gone(Answerer who) {
        return new StorageException(
                Path.of(who.model()), StorageException.Reason.NOT_FOUND, "no such model");
    }

    /// As reports name one who answers, in every language.
    static String name(Answerer who) {
        return who.endpoint()
                .map(endpoint -> who.model() + " (" + endpoint + ")")
                .or(() -> who.adapter().map(adapter -> who.model() + " + " + adapter))
                .orElse(who.model());
    }

    /// Opens what is asked for one run of an evaluation.
    Asking asking(EvaluationFolder evaluation, JobContext job) {
        return new Asking("evaluate " + evaluation.folder(), job);
    }

    /// What one run of an evaluation has open; the ledger of paid requests is opened when a server
    /// is asked first.
    final class Asking implements AutoCloseable {
        private final String purpose;
        private final JobContext job;
        private Optional<RequestLedger> ledger = Optional.empty();
        private Optional<PaidRequests> requests = Optional.empty();

        private Asking(String purpose, JobContext job) {
            this.purpose = purpose;
            this.job = job;
        }

        List<Candidate> candidates(EvaluationOrder order) throws EngineException {
            var candidates = new ArrayList<Candidate>();
            for (var who : order.candidates()) {
                candidates.add(candidate(who));
            }
            for (var extra : order.extras()) {
                candidates.add(
                        switch (extra) {
                            case Extra.Bare(String model) -> bare(model);
                            case Extra.Recorded(Path answers) -> Candidate.Recorded.read(answers);
                        });
            }
            return candidates;
        }

        private Candidate bare(String model) {
            String name = model + " (bare)";
            var who = Answerer.local(model, Optional.empty());
            return new Candidate.Asked(
                    name,
                    () ->
                            new LeasedChatModel(
                                    name,
                                    new LeasedChatModel.Weights(
                                            installed(who), Optional.empty(), ModelForm.BARE),
                                    models,
                                    job));
        }

        Optional<Candidate.Asked> candidate(Optional<Answerer> who) {
            return who.map(this::candidate);
        }

        private Candidate.Asked candidate(Answerer who) {
            return who.isRemote()
                    ? new Candidate.Asked(
                            name(who), () -> new RemoteChatModel(endpoint(who), paid()))
                    : new Candidate.Asked(
                            name(who), () -> leased(name(who), installed(who), who.adapter()));
        }

        Candidate.Asked local(String name, InstalledModel model, Optional<String> adapter) {
            return new Candidate.Asked(name, () -> leased(name, model, adapter));
        }

        private LeasedChatModel leased(
                String name, InstalledModel model, Optional<String> adapter) {
            return new LeasedChatModel(
                    name,
                    new LeasedChatModel.Weights(model, adapter, ModelForm.AS_SHIPPED),
                    models,
                    job);
        }

        private Endpoint endpoint(Answerer who) throws StorageException {
            return agreed().stream()
                    .filter(known -> known.model().equals(who.model()))
                    .filter(known -> who.endpoint().equals(Optional.of(known.name())))
                    .findFirst()
                    .orElseThrow(() -> gone(who));
        }

        private PaidRequests paid() throws TeacherException {
            if (requests.isEmpty()) {
                try {
                    var opened = servers.ledgers().open();
                    ledger = Optional.of(opened);
                    requests =
                            Optional.of(
                                    new PaidRequests(
                                            servers.remote(),
                                            opened,
                                            RequestPolicy.defaults(),
                                            purpose));
                } catch (StoreException e) {
                    throw new TeacherException(TeacherException.Reason.LEDGER, e);
                }
            }
            return requests.orElseThrow();
        }

        @Override
        public void close() throws StoreException {
            if (ledger.isPresent()) {
                ledger.get().close();
            }
        }
    }
}
