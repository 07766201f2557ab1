package dev.nunchi.app.teach.prompt;

import dev.nunchi.app.paid.BudgetException;
import dev.nunchi.app.paid.PaidRequests;
import dev.nunchi.app.remote.ChatRequest;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.remote.RemoteTurn;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.TeacherException.Reason;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.progress.CancelToken;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/// Asks a server, once for each request and over all runs: see [PaidRequests].
///
/// A request that fails for good costs its lesson; so many in a row, and the teacher gives up.
public final class RemoteAsker implements Asker {
    private static final int FAILURES_IN_A_ROW = 20;

    private final Endpoint endpoint;
    private final PaidRequests requests;
    private final Generation generation;
    private final AtomicInteger failures = new AtomicInteger();

    /// @param generation temperature and longest answer; the system prompt and the seed of each
    ///   lesson go in by themselves
    public RemoteAsker(Endpoint endpoint, PaidRequests requests, Generation generation) {
        this.endpoint = endpoint;
        this.requests = requests;
        this.generation = generation;
    }

    @Override
    public int concurrency() {
        return requests.concurrency();
    }

    @Override
    public Heard ask(List<SampleTurn> conversation, long seed, CancelToken cancel)
            throws TeacherException {
        try {
            var reply = requests.ask(endpoint, request(conversation, seed), cancel);
            failures.set(0);
            return reply.<Heard>map(r -> new Heard.Words(r.text(), Optional.of(r.key())))
                    .orElseGet(() -> new Heard.Nothing(Why.CANCELLED, "cancelled"));
        } catch (StoreException e) {
            throw new TeacherException(Reason.LEDGER, e);
        } catch (BudgetException e) {
            throw new TeacherException(Reason.BUDGET, e);
        } catch (RemoteException e) {
            if (endsAll(e.reason()) || failures.incrementAndGet() >= FAILURES_IN_A_ROW) {
                throw new TeacherException(Reason.SERVER, e);
            }
            return new Heard.Nothing(Why.FAILED, e.reason() + ": " + e.getMessage());
        }
    }

    private ChatRequest request(List<SampleTurn> conversation, long seed) {
        var turns =
                conversation.stream()
                        .map(turn -> new RemoteTurn(turn.role(), List.of(), turn.text()))
                        .toList();
        return new ChatRequest(
                turns,
                // At temperature 0 a seed changes nothing but the key that answers are found by.
                generation.temperature() > 0
                        ? generation.withSeed(OptionalLong.of(seed & Integer.MAX_VALUE))
                        : generation.withSeed(OptionalLong.empty()));
    }

    /// What is wrong with every request.
    private static boolean endsAll(RemoteException.Reason reason) {
        return switch (reason) {
            case NO_KEY, UNKNOWN_HOST, REFUSED, INSECURE, NOT_ALLOWED, NOT_FOUND -> true;
            case BUSY,
                    QUESTION_TOO_LARGE,
                    REJECTED,
                    SERVER_FAILED,
                    NOT_UNDERSTOOD,
                    CUT,
                    STALLED,
                    ANSWER_TOO_LARGE ->
                    false;
        };
    }

    /// Answers under way are given up.
    @Override
    public void close() {
        requests.abandon();
    }
}
