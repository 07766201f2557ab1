package dev.nunchi.bench;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.AnswerRequest;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Speculation;
import dev.nunchi.engine.progress.CancelToken;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// Answers made at once: tokens a second of all together, against the same answers one after
/// another; and whether they read alike.
public final class Batches {
    private static final List<Integer> CLIENTS = List.of(1, 2, 4, 8);

    private final Assistant assistant;
    private final int tokens;

    private Batches(Assistant assistant, int tokens) {
        this.assistant = assistant;
        this.tokens = tokens;
    }

    /// @param arguments assets, a folder for what is compiled, tokens of an answer, rounds
    public static void main(String[] arguments) throws EngineException {
        int rounds = Integer.parseInt(arguments[3]);
        try (var assistant = DefaultModel.open(Path.of(arguments[0]), Path.of(arguments[1]))) {
            var batches = new Batches(assistant, Integer.parseInt(arguments[2]));
            batches.together(requests(batches, 2));
            for (int round = 1; round <= rounds; round++) {
                for (int clients : CLIENTS) {
                    batches.compare(round, clients);
                }
            }
        }
    }

    private static List<AnswerRequest> requests(Batches batches, int clients) {
        var requests = new ArrayList<AnswerRequest>();
        for (int i = 0; i < clients; i++) {
            var question = Turn.user("Write a long story about traveller number " + i + ".");
            var options =
                    AnswerOptions.defaults()
                            .withMaxNewTokens(batches.tokens)
                            .withSpeculation(Speculation.OFF);
            requests.add(
                    new AnswerRequest(
                            List.of(question), options, AnswerListener.NONE, CancelToken.none()));
        }
        return requests;
    }

    private void compare(int round, int clients) throws EngineException {
        var requests = requests(this, clients);
        long start = System.nanoTime();
        var alone = new ArrayList<Answer>();
        for (var request : requests) {
            alone.add(
                    assistant.answer(
                            request.conversation(),
                            request.options(),
                            request.listener(),
                            request.cancel()));
        }
        double oneByOne = perSecond(alone, start);
        start = System.nanoTime();
        var together = together(requests);
        double atOnce = perSecond(together, start);
        long alike = 0;
        for (int i = 0; i < clients; i++) {
            alike += alone.get(i).text().equals(together.get(i).text()) ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "round %d, %d clients: %.1f tokens/s one after another, %.1f at once, %.2f times;"
                        + " %d of %d answers read alike%n",
                round,
                clients,
                oneByOne,
                atOnce,
                atOnce / oneByOne,
                alike,
                clients);
    }

    private List<Answer> together(List<AnswerRequest> requests) {
        var batch = assistant.batch(requests.size());
        var results = requests.stream().map(batch::join).toList();
        while (batch.size() > 0) {
            batch.step();
        }
        return results.stream().map(CompletableFuture::join).toList();
    }

    private static double perSecond(List<Answer> answers, long start) {
        long tokens = answers.stream().mapToLong(answer -> answer.usage().newTokens()).sum();
        return tokens * 1e9 / (System.nanoTime() - start);
    }
}
