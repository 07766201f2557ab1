package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;

import dev.nunchi.app.Launcher;
import dev.nunchi.app.paid.RequestPolicy;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.testing.ScriptedServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Kills `nunchi evaluate` while a judge on a server is at work, twice, and lets it go on: what was
/// paid for is not asked again.
class KilledJudgingTest {
    private static final List<String> THINGS = List.of("dog", "cat", "zebra", "pizza");
    private static final long MILLIS_A_REPLY = 20;

    /// During the trust test, and among the reviews that follow it.
    private static final List<Integer> KILLS = List.of(15, 55);

    @TempDir private Path folder;
    private final ScriptedServer server = new ScriptedServer();

    @BeforeEach
    void write() throws IOException {
        var rows = new StringBuilder();
        var answers = new StringBuilder();
        for (String thing : THINGS) {
            rows.append(
                    """
                    {"image": "%s.jpg", "captions": ["A %s on grass."], "instances": []}
                    """
                            .formatted(thing, thing));
            for (String kind : List.of("conv", "detail", "complex")) {
                rows.append(
                        """
                        {"question_id": "%s-%s", "image": "%s.jpg", "text": "What is it? (%s)", "category": "%s"}
                        {"question_id": "%s-%s", "text": "There is a %s (%s)."}
                        """
                                .formatted(
                                        thing, kind, thing, kind, kind, thing, kind, thing, kind));
                answers.append(
                        """
                        {"question_id": "%s-%s", "text": "It may be a %s."}
                        """
                                .formatted(thing, kind, thing));
            }
        }
        Files.writeString(folder.resolve("bench.jsonl"), rows);
        Files.createDirectories(folder.resolve("given"));
        Files.writeString(folder.resolve("given/old.jsonl"), answers);
        server.answers(KilledJudgingTest::judge);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    @Timeout(300)
    void killedRunGoesOnWithoutPayingTwice() throws Exception {
        for (int kill : KILLS) {
            var run = start();
            while (server.requests().size() < kill && run.isAlive()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            assertTrue(run.isAlive(), "ended before it was killed");
            run.destroyForcibly().waitFor();
        }
        assertEquals(0, start().waitFor());
        int paid = server.requests().size();
        int different =
                new HashSet<>(server.requests().stream().map(r -> r.body()).toList()).size();
        int underWay = KILLS.size() * RequestPolicy.defaults().concurrency();
        assertTrue(paid - different <= underWay, paid + " requests, " + different + " different");

        assertEquals(0, start().waitFor());
        assertEquals(paid, server.requests().size());
        var summary =
                JsonMapper.shared().readTree(Files.readString(folder.resolve("out/summary.json")));
        assertTrue(summary.path("judge").path("usable").asBoolean());
        assertEquals(100, summary.at("/candidates/0/judged/relative").asDouble());
    }

    private Process start() throws IOException {
        String judge = server.endpoint("").address() + "#llava-34b";
        var command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        "evaluate",
                        "--benchmark",
                        folder.resolve("bench.jsonl").toString(),
                        "--candidate",
                        folder.resolve("given/old.jsonl").toString(),
                        "--judge",
                        judge,
                        "--resamples",
                        "100",
                        "--out",
                        folder.resolve("out").toString());
        var builder = new ProcessBuilder(command);
        builder.environment().put(AppFolders.HOME_VARIABLE, folder.resolve("home").toString());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return builder.start();
    }

    /// Prefers the answer that names what the description names.
    private static void judge(HttpExchange exchange, ScriptedServer.Request request)
            throws IOException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(MILLIS_A_REPLY));
        String body = request.body();
        String shown = section(body, "[Picture]", "[Question]");
        String thing = THINGS.stream().filter(shown::contains).findFirst().orElseThrow();
        String scores = score(body, "1", thing) + " " + score(body, "2", thing) + "\\nSo it is.";
        ScriptedServer.begin(exchange);
        ScriptedServer.send(exchange, ScriptedServer.piece(scores));
        ScriptedServer.send(exchange, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
        ScriptedServer.send(exchange, "[DONE]");
        exchange.getResponseBody().close();
    }

    private static int score(String body, String place, String thing) {
        String answer =
                section(body, "[Assistant " + place + "]", "[End of Assistant " + place + "]");
        return answer.contains(thing) ? 9 : 3;
    }

    private static String section(String text, String from, String to) {
        return text.substring(text.indexOf(from), text.indexOf(to));
    }
}
