package dev.nunchi.app.paid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.download.RetryPolicy;
import dev.nunchi.app.paid.UnreliableServer.Memory;
import dev.nunchi.app.parallel.ParallelExecutor;
import dev.nunchi.app.remote.ChatRequest;
import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.remote.RemoteTurn;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteLedger;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Thousands of requests at 64 at once to a server that fails in every way, by a program that is
/// paused and killed: no answer is lost, none that is kept is asked for again.
@Timeout(1200)
class ManyRequestsTest {
    private static final int TOGETHER = 64;
    private static final long SEED = 20261130;

    /// With every third attempt spoilt, no question fails so often in a row.
    private static final RetryPolicy STUBBORN =
            new RetryPolicy(
                    25, Duration.ofMillis(2), Duration.ofMillis(40), Duration.ofSeconds(60));

    private static final RequestPolicy POLICY =
            RequestPolicy.defaults().withConcurrency(TOGETHER).withRetries(STUBBORN);

    @TempDir private Path dir;

    @Test
    void pausedRunsPayForEachAnswerOnce() throws Exception {
        paused(400, 3);
    }

    @Test
    @Tag("slow")
    void pausedRunsPayForEachOfTenThousandAnswersOnce() throws Exception {
        paused(10_000, 10);
    }

    @Test
    void killedRunsNeverAskForWhatTheyKept(TestReporter reporter) throws Exception {
        killed(300, 3, reporter);
    }

    @Test
    @Tag("slow")
    void killedRunsNeverAskForWhatTheyKeptOfTenThousand(TestReporter reporter) throws Exception {
        killed(10_000, 10, reporter);
    }

    private void paused(int questions, int pauses) throws Exception {
        try (var server = new UnreliableServer(SEED, TOGETHER, Memory.NONE)) {
            Map<Integer, String> answers = new HashMap<>();
            for (int run = 0; run <= pauses; run++) {
                var cancel = new CancelToken();
                int until =
                        run == pauses ? Integer.MAX_VALUE : questions * (run + 1) / (pauses + 1);
                answers.putAll(
                        new Asking(server.endpoint(), dir, questions)
                                .run(
                                        cancel,
                                        () -> {
                                            if (server.deliveries() >= until) {
                                                cancel.cancel();
                                            }
                                        }));
            }

            assertEquals(expected(questions), answers);
            assertEquals(questions, server.deliveries(), "answers that were paid for");
            assertTrue(server.wasCrowded());
        }
    }

    private void killed(int questions, int kills, TestReporter reporter) throws Exception {
        try (var server = new UnreliableServer(SEED, TOGETHER, Memory.NONE)) {
            long inDoubt = 0;
            for (int kill = 1; kill <= kills; kill++) {
                killAfter(questions * kill / (kills + 1), server, questions);
                inDoubt += tellWhatIsKept(server, questions);
            }
            var answers =
                    new Asking(server.endpoint(), dir, questions).run(CancelToken.none(), () -> {});

            int inVain = server.deliveries() - questions;
            reporter.publishEntry(
                    Map.of(
                            "answers under way when killed",
                            String.valueOf(inVain),
                            "requests told as maybe paid for",
                            String.valueOf(inDoubt)));
            assertEquals(expected(questions), answers);
            assertEquals(List.of(), server.askedInVain());
            assertTrue(inVain <= inDoubt, inVain + " in vain, " + inDoubt + " told");
            assertTrue(inVain <= kills * TOGETHER, inVain + " answers were under way");
        }
    }

    @Test
    void killedRunsPayNothingTwiceWhereKeysAreKnown() throws Exception {
        killedWithMemory(300, 3);
    }

    @Test
    @Tag("slow")
    void killedRunsPayNothingTwiceOfTenThousandWhereKeysAreKnown() throws Exception {
        killedWithMemory(10_000, 10);
    }

    private void killedWithMemory(int questions, int kills) throws Exception {
        try (var server = new UnreliableServer(SEED, TOGETHER, Memory.OF_KEYS)) {
            for (int kill = 1; kill <= kills; kill++) {
                killAfter(questions * kill / (kills + 1), server, questions);
                tellWhatIsKept(server, questions);
            }
            var answers =
                    new Asking(server.endpoint(), dir, questions).run(CancelToken.none(), () -> {});

            assertEquals(expected(questions), answers);
            assertEquals(List.of(), server.askedInVain());
            assertEquals(questions, server.charges());
        }
    }

    private void killAfter(int deliveries, UnreliableServer server, int questions)
            throws IOException, InterruptedException {
        var program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Asking.class.getName(),
                                server.endpoint().address().toString(),
                                dir.toString(),
                                String.valueOf(questions))
                        .inheritIO()
                        .start();
        try {
            while (program.isAlive() && server.deliveries() < deliveries) {
                Thread.sleep(2);
            }
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    /// @return how many requests a person is told of that may have been paid for
    private long tellWhatIsKept(UnreliableServer server, int questions) throws StoreException {
        try (var ledger = SqliteLedger.open(dir.resolve("requests.db"), dir)) {
            for (int number = 0; number < questions; number++) {
                String key = PaidRequests.key(server.endpoint(), Asking.request(number));
                if (ledger.find(key).isPresent()) {
                    server.isKept(number);
                }
            }
            return ledger.spent("many").unanswered();
        }
    }

    private static Map<Integer, String> expected(int questions) {
        var expected = new HashMap<Integer, String>();
        IntStream.range(0, questions)
                .forEach(number -> expected.put(number, UnreliableServer.answer(number)));
        return expected;
    }

    /// The program that asks, here or in a process of its own.
    record Asking(Endpoint endpoint, Path dir, int questions) {
        private record Answered(int number, String text) {}

        public static void main(String[] arguments) throws Exception {
            var endpoint =
                    new Endpoint(
                            "lab",
                            URI.create(arguments[0]),
                            "llava-34b",
                            Secret.none(),
                            Endpoint.Consent.GIVEN);
            new Asking(endpoint, Path.of(arguments[1]), Integer.parseInt(arguments[2]))
                    .run(CancelToken.none(), () -> {});
        }

        /// @return the answers that this run has seen
        Map<Integer, String> run(CancelToken cancel, Runnable onAnswer) throws Exception {
            var answers = new HashMap<Integer, String>();
            try (var client = new RemoteClient(Limits.defaults());
                    var ledger = SqliteLedger.open(dir.resolve("requests.db"), dir)) {
                var requests = new PaidRequests(client, ledger, POLICY, "many");
                new ParallelExecutor(requests.concurrency(), cancel)
                        .<Integer, List<Answered>, Exception, RuntimeException>run(
                                IntStream.range(0, questions).iterator(),
                                number -> ask(requests, number, cancel),
                                answered -> {
                                    answered.forEach(one -> answers.put(one.number(), one.text()));
                                    onAnswer.run();
                                });
            }
            return answers;
        }

        private List<Answered> ask(PaidRequests requests, int number, CancelToken cancel)
                throws Exception {
            return requests.ask(endpoint, request(number), cancel).stream()
                    .map(reply -> new Answered(number, reply.text()))
                    .toList();
        }

        static ChatRequest request(int number) {
            var turn = new RemoteTurn(Role.USER, List.of(), UnreliableServer.question(number));
            return new ChatRequest(List.of(turn), Generation.defaults());
        }
    }
}
