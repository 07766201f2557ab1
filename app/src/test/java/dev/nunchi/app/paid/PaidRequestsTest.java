package dev.nunchi.app.paid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.download.RetryPolicy;
import dev.nunchi.app.paid.PaidReply.Origin;
import dev.nunchi.app.parallel.ParallelExecutor;
import dev.nunchi.app.remote.ChatRequest;
import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.remote.RemoteTurn;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.LedgerEntry.Cost;
import dev.nunchi.app.store.RequestLedger;
import dev.nunchi.app.store.RequestLedger.Spent;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteLedger;
import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(120)
class PaidRequestsTest {
    private static final RetryPolicy QUICK =
            new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(20));
    private static final RequestPolicy POLICY =
            RequestPolicy.defaults().withRetries(QUICK).withPrice(new Price(1, 1_000));

    /// Of one answer of two tokens to a prompt of 600.
    private static final Cost COST = new Cost(602, 0.0026);

    @TempDir private Path dir;
    private final ScriptedServer server = new ScriptedServer();
    private final RemoteClient client = new RemoteClient(Limits.defaults());
    private final Endpoint endpoint = server.endpoint("");
    private RequestLedger ledger;

    @BeforeEach
    void openLedger() throws StoreException {
        ledger = SqliteLedger.open(dir.resolve("requests.db"), dir);
    }

    @AfterEach
    void close() throws StoreException {
        client.close();
        server.close();
        ledger.close();
    }

    @Test
    void sameRequestIsPaidForOnce() throws Exception {
        server.says("Two ", "cats.");

        var first = ask(requests(POLICY), "How many cats?");
        var second = ask(requests(POLICY), "How many cats?");

        assertEquals(Origin.SERVER, first.origin());
        assertEquals(
                new PaidReply(first.key(), "Two cats.", first.ended(), COST, Origin.LEDGER),
                second);
        assertEquals(1, server.requests().size());
    }

    @Test
    void sameRequestAtTheSameTimeIsPaidForOnce() throws Exception {
        server.says("Two ", "cats.");
        var requests = requests(POLICY);

        new ParallelExecutor(4, CancelToken.none())
                .run(
                        List.of(1, 2, 3, 4, 5, 6).iterator(),
                        (Integer _) -> ask(requests, "How many cats?"),
                        reply -> assertEquals("Two cats.", reply.text()));

        assertEquals(1, server.requests().size());
    }

    @Test
    void answersAreKeptByServerModelAndParameters() {
        var other = new ScriptedServer();
        other.close();
        var hotter = Generation.defaults().withTemperature(1);

        String key = PaidRequests.key(endpoint, question("Why?", Generation.defaults()));

        assertNotEquals(key, PaidRequests.key(endpoint, question("Why?", hotter)));
        assertNotEquals(
                key, PaidRequests.key(other.endpoint(""), question("Why?", Generation.defaults())));
    }

    @Test
    void cutStreamIsAskedAgainAndCountsAsSpent() throws Exception {
        var calls = new AtomicInteger();
        server.does(exchange -> {
            ScriptedServer.begin(exchange);
            ScriptedServer.send(exchange, ScriptedServer.piece("Two cats"));
            if (calls.incrementAndGet() > 1) {
                ScriptedServer.send(exchange, "[DONE]");
            }
        });

        assertEquals("Two cats", ask(requests(POLICY), "How many?").text());

        var spent = ledger.spent("test");
        assertEquals(1, spent.answered());
        assertTrue(spent.open().tokens() >= Generation.defaults().maxNewTokens(), "" + spent);
    }

    @Test
    void busyServerIsLeftAloneAsLongAsItSays() throws Exception {
        var calls = new AtomicInteger();
        server.does(exchange -> {
            if (calls.incrementAndGet() == 1) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
                return;
            }
            ScriptedServer.begin(exchange);
            ScriptedServer.send(exchange, ScriptedServer.piece("Yes."));
            ScriptedServer.send(exchange, "[DONE]");
        });
        var patient =
                new RetryPolicy(
                        3, Duration.ofMillis(1), Duration.ofSeconds(2), Duration.ofSeconds(20));
        long begun = System.nanoTime();

        ask(requests(POLICY.withRetries(patient)), "Is it?");

        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toMillis() >= 1000);
        assertEquals(Cost.NONE, ledger.spent("test").open());
    }

    @Test
    void wrongKeyIsNotTriedAgain() throws StoreException {
        server.responds(401, "application/json", "{}");
        var requests = requests(POLICY);

        assertThrows(RemoteException.class, () -> ask(requests, "Who?"));

        assertEquals(1, server.requests().size());
        // Refused, so that it cannot have cost anything.
        assertEquals(new Spent(0, 0, Cost.NONE, Cost.NONE), ledger.spent("test"));
    }

    @Test
    void failingServerIsGivenUpAfterTheLastTry() throws StoreException {
        server.responds(500, "application/json", "{}");
        var requests = requests(POLICY);

        assertThrows(RemoteException.class, () -> ask(requests, "Who?"));

        assertEquals(QUICK.tries(), server.requests().size());
    }

    @Test
    void nothingIsSentThatTheBudgetMayNotCover() throws Exception {
        server.says("Two ", "cats.");
        var budget = new Budget(OptionalLong.empty(), OptionalDouble.of(0.258));
        var requests = requests(POLICY.withBudget(budget));
        ask(requests, "How many cats?");

        assertThrows(BudgetException.class, () -> ask(requests, "How many dogs?"));

        assertEquals(1, server.requests().size());
        assertEquals(COST, requests.spent().total());
    }

    @Test
    void budgetCountsEarlierRuns() throws Exception {
        server.says("Two ", "cats.");
        var budget = new Budget(OptionalLong.of(900), OptionalDouble.empty());
        ask(requests(POLICY.withBudget(budget)), "How many cats?");
        var resumed = requests(POLICY.withBudget(budget));

        assertThrows(BudgetException.class, () -> ask(resumed, "How many dogs?"));
    }

    @Test
    void requestsKeepTheirDistance() throws Exception {
        server.says("Yes.");
        var requests = requests(POLICY.withPerMinute(OptionalInt.of(600)));
        long begun = System.nanoTime();
        for (int i = 0; i < 6; i++) {
            ask(requests, "Question " + i);
        }

        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toMillis() >= 490);
    }

    @Test
    void cancelledRequestSendsNothing() throws Exception {
        var cancel = CancelToken.none();
        cancel.cancel();

        assertTrue(
                requests(POLICY)
                        .ask(endpoint, question("Who?", Generation.defaults()), cancel)
                        .isEmpty());
        assertEquals(List.of(), server.requests());
    }

    private PaidRequests requests(RequestPolicy policy) throws StoreException {
        return new PaidRequests(client, ledger, policy, "test");
    }

    private PaidReply ask(PaidRequests requests, String words) throws Exception {
        return requests.ask(endpoint, question(words, Generation.defaults()), CancelToken.none())
                .orElseThrow();
    }

    private static ChatRequest question(String words, Generation generation) {
        return new ChatRequest(List.of(new RemoteTurn(Role.USER, List.of(), words)), generation);
    }
}
