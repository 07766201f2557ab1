package dev.nunchi.app.judge;

import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.progress.CancelToken;

import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Has all questions of a benchmark answered, and keeps each answer as it comes, in LLaVA's layout.
///
/// @param kept what earlier runs were told
record AnswerSheet(Benchmark benchmark, Journal kept) {
    /// As reference answers are about.
    private static final int LONGEST_TEXT = 256;

    /// Captions of people have 10 words; what comes after three times as many is not brief.
    private static final int BRIEF_TEXT = 40;

    private static final int LONGEST_WORDS = 16;

    private static final String LOG_PROBABILITY = "log_probability";
    private static final String TOKENS = "tokens";

    /// What VQA's answers are like; the words are those of LLaVA 1.5.
    private static final String SHORT = "\nAnswer the question using a single word or phrase.";

    /// @return whether all was asked; not when cancelled
    boolean fill(ChatModel model, List<Sight> sights, RowWork.Count count, CancelToken cancel)
            throws EngineException, TeacherException {
        var rows = new ArrayList<RowWork.Row>();
        for (var sight : sights) {
            for (var item : benchmark.items()) {
                rows.add(
                        new RowWork.Row(
                                key(item, sight), () -> answer(model, item, sight, cancel)));
            }
        }
        return new RowWork(rows, kept).run(model, count, cancel);
    }

    private Optional<ObjectNode> answer(
            ChatModel model, BenchmarkItem item, Sight sight, CancelToken cancel)
            throws EngineException, TeacherException {
        var prompt = prompt(item);
        var shown = picture(item, sight).map(prompt::withPicture).orElse(prompt);
        var answer = model.reply(shown, cancel);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        var row =
                Journal.row()
                        .put("question_id", item.id())
                        .put("prompt", prompt.text())
                        .put("text", answer.get())
                        .put("model_id", model.name())
                        .put("sight", sight.word());
        if (item.task() instanceof Task.Described(var captions)) {
            model.score(shown, captions.getFirst())
                    .ifPresent(score ->
                            row.put(LOG_PROBABILITY, score.logProbability())
                                    .put(TOKENS, score.tokens()));
        }
        return Optional.of(row);
    }

    private static Prompt prompt(BenchmarkItem item) {
        return switch (item.task()) {
            case Task.Open _ -> Prompt.of(item.question(), LONGEST_TEXT);
            case Task.Described _ -> Prompt.of(item.question(), BRIEF_TEXT);
            case Task.Exact _ -> Prompt.of(item.question() + SHORT, LONGEST_WORDS);
            case Task.Presence _ -> Prompt.of(item.question(), LONGEST_WORDS);
        };
    }

    private Optional<Path> picture(BenchmarkItem item, Sight sight) {
        return switch (sight) {
            case OWN -> Optional.of(benchmark.scene(item).picture());
            case SHUFFLED -> Optional.of(other(item));
            case WITHHELD -> Optional.empty();
        };
    }

    /// The picture that stands for another: half the list away.
    private Path other(BenchmarkItem item) {
        var all = List.copyOf(benchmark.scenes().values());
        int own = all.indexOf(benchmark.scene(item));
        return all.get((own + Math.max(1, all.size() / 2)) % all.size()).picture();
    }

    /// The answers so far, by item.
    Map<String, String> answers(Sight sight) {
        var answers = new LinkedHashMap<String, String>();
        for (var item : benchmark.items()) {
            kept.find(key(item, sight))
                    .ifPresent(row -> answers.put(item.id(), row.path("text").asString("")));
        }
        return answers;
    }

    /// How likely the model found the first captions, by item; none of items that have no captions
    /// or were answered by a model that cannot tell.
    Map<String, Score> scores(Sight sight) {
        var scores = new LinkedHashMap<String, Score>();
        for (var item : benchmark.items()) {
            kept.find(key(item, sight))
                    .filter(row -> row.has(TOKENS))
                    .ifPresent(row ->
                            scores.put(
                                    item.id(),
                                    new Score(
                                            row.path(LOG_PROBABILITY).asDouble(),
                                            row.path(TOKENS).asInt())));
        }
        return scores;
    }

    private static String key(BenchmarkItem item, Sight sight) {
        return sight.word() + "/" + item.id();
    }
}
