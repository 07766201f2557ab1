package dev.nunchi.bench;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Many clients ask a running `nunchi serve` at once, each again as soon as it was answered: is
/// every question answered, does each wait equally long, does the server's memory stay flat?
public final class ServerLoad {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration MEMORY_EVERY = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final String address;
    private final long end;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger lost = new AtomicInteger();

    private ServerLoad(String address, Duration time) {
        this.address = address;
        end = System.nanoTime() + time.toNanos();
    }

    /// What one client saw.
    private record Seen(int answers, double meanMillis) {}

    /// @param arguments address without `/v1`, clients, seconds
    public static void main(String[] arguments)
            throws InterruptedException, ExecutionException, IOException {
        int clients = Integer.parseInt(arguments[1]);
        var load = new ServerLoad(arguments[0], Duration.ofSeconds(Long.parseLong(arguments[2])));
        var seen = new ArrayList<Seen>();
        var memory = new ArrayList<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Seen>>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                running.add(threads.submit(() -> load.ask(number)));
            }
            while (System.nanoTime() < load.end) {
                memory.add(load.memory());
                Thread.sleep(MEMORY_EVERY);
            }
            for (var one : running) {
                seen.add(one.get());
            }
        }
        memory.add(load.memory());
        load.print(seen, memory);
        System.out.printf(
                Locale.ROOT,
                "answers at once, mean: %.2f; tokens of answers: %d%n",
                (double) load.metric("nunchi_step_answers_total")
                        / Math.max(1, load.metric("nunchi_steps_total")),
                load.metric("nunchi_tokens_total{kind=\"completion\"}"));
        System.exit(load.lost.get() == 0 ? 0 : 1);
    }

    private Seen ask(int number) throws InterruptedException {
        int answers = 0;
        long waited = 0;
        while (System.nanoTime() < end) {
            long began = System.nanoTime();
            if (!isAnswered(number, answers)) {
                lost.incrementAndGet();
            }
            waited += System.nanoTime() - began;
            answers++;
        }
        return new Seen(answers, waited / 1e6 / Math.max(1, answers));
    }

    private boolean isAnswered(int number, int question) throws InterruptedException {
        String body =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Client %d asks %d: name a colour.\"}],\"max_tokens\":8}"
                        .formatted(number, question);
        var request =
                HttpRequest.newBuilder(URI.create(address + "/v1/chat/completions"))
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            var choice = JSON.readTree(response.body()).at("/choices/0");
            return response.statusCode() == 200 && choice.at("/message/content").isString();
        } catch (IOException | JacksonException e) {
            return false;
        }
    }

    /// Resident bytes of the server.
    private long memory() throws IOException, InterruptedException {
        return metric("process_resident_memory_bytes");
    }

    private long metric(String name) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + "/metrics")).build();
        return client.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .sum();
    }

    private void print(List<Seen> seen, List<Long> memory) {
        var means = seen.stream().mapToDouble(Seen::meanMillis).sorted().toArray();
        int answers = seen.stream().mapToInt(Seen::answers).sum();
        System.out.printf(
                Locale.ROOT,
                "%d clients: %d answers, %d lost; mean waits %.0f to %.0f ms, ratio %.2f%n",
                seen.size(),
                answers,
                lost.get(),
                means[0],
                means[means.length - 1],
                means[means.length - 1] / means[0]);
        System.out.printf(
                Locale.ROOT,
                "memory of the server, MB: %s%n",
                memory.stream().map(bytes -> bytes / 1_000_000).toList());
    }
}
