package dev.nunchi.app.paid;

import dev.nunchi.app.paid.PaidReply.End;
import dev.nunchi.app.paid.PaidReply.Origin;
import dev.nunchi.app.remote.ChatRequest;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.store.LedgerAnswer;
import dev.nunchi.app.store.LedgerEntry;
import dev.nunchi.app.store.RequestLedger;
import dev.nunchi.app.store.RequestLedger.Spent;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.storage.Sha256;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/// Asks a server and keeps every answer in a ledger before it counts, so that the same request is
/// paid for once, over all runs and however often the program is killed.
///
/// What decides an answer (server, model, messages, parameters) is its key. A request is written
/// down before it leaves; should the program die before the answer is kept, its cost counts as
/// spent, and the request is sent again under the same `Idempotency-Key`. A server that knows this
/// header charges once; of any other, at most as many answers are paid for in vain as were under
/// way, and [#inDoubt] says how many.
///
/// Thread-safe; [#ask] blocks, and lets as many through as the policy says. Whoever asks many at
/// once calls it from many threads, virtual ones for preference.
public final class PaidRequests {
    private final RemoteClient client;
    private final RequestLedger ledger;
    private final RequestPolicy policy;
    private final String purpose;
    private final Gate gate;
    private final Purse purse;
    private final long inDoubt;
    private final CancelToken abandoned = new CancelToken();
    private final ConcurrentMap<String, ReentrantLock> underWay = new ConcurrentHashMap<>();

    /// @param client closed by the caller, as is the ledger
    /// @param purpose what budgets are counted by, e.g. `generate rows.jsonl`; keep it when a run
    ///   goes on after a kill
    public PaidRequests(
            RemoteClient client, RequestLedger ledger, RequestPolicy policy, String purpose)
            throws StoreException {
        this.client = client;
        this.ledger = ledger;
        this.policy = policy;
        this.purpose = purpose;
        gate = new Gate(policy);
        var before = ledger.spent(purpose);
        purse = new Purse(policy.budget(), before.total());
        inDoubt = before.unanswered();
    }

    /// Requests under way at once.
    public int concurrency() {
        return policy.concurrency();
    }

    /// How many requests earlier runs sent and kept no answer to: the server may have charged for
    /// them, and does so again unless it knows `Idempotency-Key`.
    public long inDoubt() {
        return inDoubt;
    }

    /// What the purpose has cost so far.
    public Spent spent() throws StoreException {
        return ledger.spent(purpose);
    }

    /// The key of a request: SHA-256, in hexadecimal, of the server and of what is sent.
    public static String key(Endpoint endpoint, ChatRequest request) {
        var digest = Sha256.newDigest();
        digest.update(endpoint.address().toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(request.body(endpoint.model()));
        return HexFormat.of().formatHex(digest.digest());
    }

    /// The answer to a request, from the ledger or from the server.
    ///
    /// Tries again, with growing pauses, after what may pass: a busy or failing server, a cut or
    /// silent connection, nonsense instead of an answer.
    ///
    /// @param cancel lets nothing more begin; answers under way, which are paid for, are waited for
    ///   unless they are [abandoned][#abandon]
    /// @return empty when cancelled
    /// @throws RemoteException what is wrong still after the last try, or what no retry mends
    /// @throws StoreException if the ledger cannot keep it; nothing more should be asked then
    public Optional<PaidReply> ask(Endpoint endpoint, ChatRequest request, CancelToken cancel)
            throws RemoteException, StoreException, BudgetException {
        String key = key(endpoint, request);
        var lock = underWay.computeIfAbsent(key, _ -> new ReentrantLock());
        lock.lock();
        try {
            var kept = ledger.find(key);
            return kept.isPresent()
                    ? Optional.of(reply(key, kept.get(), Origin.LEDGER))
                    : retried(endpoint, request, entry(key, endpoint, request), cancel);
        } finally {
            lock.unlock();
            if (!lock.hasQueuedThreads()) {
                underWay.remove(key, lock);
            }
        }
    }

    /// Gives up answers under way, for good: what they cost is lost.
    public void abandon() {
        abandoned.cancel();
    }

    private Optional<PaidReply> retried(
            Endpoint endpoint, ChatRequest request, LedgerEntry entry, CancelToken cancel)
            throws RemoteException, StoreException, BudgetException {
        for (int failures = 1; ; failures++) {
            if (!gate.enter(cancel)) {
                return Optional.empty();
            }
            try {
                return once(endpoint, request, entry);
            } catch (RemoteException e) {
                if (failures >= policy.retries().tries() || !Failures.mayPass(e.reason())) {
                    throw e;
                }
                gate.pause(e, failures);
            } finally {
                gate.leave();
            }
            if (!gate.await(failures, cancel)) {
                return Optional.empty();
            }
        }
    }

    private Optional<PaidReply> once(Endpoint endpoint, ChatRequest request, LedgerEntry entry)
            throws RemoteException, StoreException, BudgetException {
        purse.reserve(entry.atMost());
        try {
            // After a kill the same as before it, so that the server can tell.
            var same = request.withSameAs(entry.key() + "." + ledger.begin(entry));
            var answer = client.answer(endpoint, same, AnswerListener.NONE, abandoned);
            if (answer.finishReason() == FinishReason.CANCELLED) {
                return Optional.empty();
            }
            var paid = answer(answer, entry);
            ledger.settle(entry, paid);
            purse.settle(entry.atMost(), paid.cost());
            return Optional.of(reply(entry.key(), paid, Origin.SERVER));
        } catch (RemoteException e) {
            if (Failures.isFree(e.reason())) {
                ledger.release(entry);
                purse.release(entry.atMost());
            }
            if (Failures.isAnswer(e.reason())) {
                ledger.spoil(entry);
            }
            // What any other attempt may have cost stays reserved.
            throw e;
        }
    }

    private LedgerAnswer answer(Answer answer, LedgerEntry entry) {
        var usage = answer.usage();
        // Servers that do not count: estimated from the texts.
        long prompt =
                usage.promptTokens() > 0
                        ? usage.promptTokens()
                        : TokenEstimate.ofText(entry.body());
        long words =
                usage.newTokens() > 0 ? usage.newTokens() : TokenEstimate.ofText(answer.text());
        String finish = answer.finishReason() == FinishReason.LENGTH ? "length" : "stop";
        return new LedgerAnswer(
                answer.text(), finish, policy.price().of(prompt, words), Instant.now());
    }

    private LedgerEntry entry(String key, Endpoint endpoint, ChatRequest request) {
        String body = new String(request.body(endpoint.model()), StandardCharsets.UTF_8);
        var atMost =
                policy.price().of(TokenEstimate.ofText(body), request.generation().maxNewTokens());
        return new LedgerEntry(
                key, purpose, endpoint.address() + " " + endpoint.model(), body, atMost);
    }

    private static PaidReply reply(String key, LedgerAnswer answer, Origin origin) {
        var end = answer.finish().equals("length") ? End.CUT_BY_LENGTH : End.BY_ITSELF;
        return new PaidReply(key, answer.text(), end, answer.cost(), origin);
    }
}
