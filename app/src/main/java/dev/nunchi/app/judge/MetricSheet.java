package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Box;
import dev.nunchi.engine.eval.Bleu;
import dev.nunchi.engine.eval.Chair;
import dev.nunchi.engine.eval.Cider;
import dev.nunchi.engine.eval.ExactMatch;
import dev.nunchi.engine.eval.Presence;
import dev.nunchi.engine.eval.RougeL;
import dev.nunchi.engine.generate.Score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Computes the metrics that a benchmark's items allow.
///
/// Texts with references: CIDEr-D, BLEU-4, ROUGE-L, against the reference answer. Texts about
/// pictures whose objects are known: CHAIR. Yes or no: POPE's figures. Short answers: VQA accuracy.
///
/// Captions: the loss, and the metrics of texts with all captions as references.
///
/// @param scores of captions, by item; none where the model cannot tell
/// @param answers by item; an item without an answer counts as answered with nothing
record MetricSheet(
        Benchmark benchmark,
        Map<String, String> answers,
        Map<String, Score> scores,
        Bootstrap bootstrap) {
    /// What one answer adds to a figure.
    private record Part<T>(String picture, T value) {}

    List<Measured> all() {
        var all = new ArrayList<Measured>();
        addLoss(all);
        addTexts(all);
        addHallucinations(all);
        addPresence(all);
        addExact(all);
        return all;
    }

    private void addTexts(List<Measured> all) {
        var items = new ArrayList<BenchmarkItem>();
        var references = new ArrayList<List<String>>();
        for (var item : benchmark.items()) {
            var known = references(item);
            if (!known.isEmpty()) {
                items.add(item);
                references.add(known);
            }
        }
        if (items.isEmpty()) {
            return;
        }
        var cider = new Cider(references);
        var ciders = new ArrayList<Part<Double>>();
        var bleus = new ArrayList<Part<Bleu>>();
        var rouges = new ArrayList<Part<Double>>();
        for (int i = 0; i < items.size(); i++) {
            String picture = items.get(i).picture();
            String answer = answer(items.get(i));
            ciders.add(new Part<>(picture, cider.score(i, answer)));
            bleus.add(new Part<>(picture, Bleu.of(references.get(i), answer)));
            rouges.add(new Part<>(picture, RougeL.score(references.get(i), answer)));
        }
        all.add(measured(Metric.CIDER, ciders, MetricSheet::mean));
        all.add(measured(Metric.BLEU_4, bleus, Bleu::score));
        all.add(measured(Metric.ROUGE_L, rouges, MetricSheet::mean));
    }

    /// What people or a teacher say to the question; none for questions with other answers.
    private static List<String> references(BenchmarkItem item) {
        return switch (item.task()) {
            case Task.Open(_, var reference) -> reference.stream().toList();
            case Task.Described(var captions) -> captions;
            case Task.Exact _, Task.Presence _ -> List.of();
        };
    }

    /// A mean over tokens, not over captions, as training reports it.
    private void addLoss(List<Measured> all) {
        var parts = new ArrayList<Part<Score>>();
        for (var item : benchmark.items()) {
            var score = scores.get(item.id());
            if (score != null) {
                parts.add(new Part<>(item.picture(), score));
            }
        }
        if (!parts.isEmpty()) {
            all.add(
                    measured(
                            Metric.CAPTION_LOSS,
                            parts,
                            list ->
                                    list.stream()
                                            .reduce((a, b) ->
                                                    new Score(
                                                            a.logProbability() + b.logProbability(),
                                                            a.tokens() + b.tokens()))
                                            .map(Score::loss)
                                            .orElse(Double.NaN)));
        }
    }

    private void addHallucinations(List<Measured> all) {
        if (benchmark.scenes().values().stream().allMatch(scene -> scene.boxes().isEmpty())) {
            return;
        }
        var parts = new ArrayList<Part<Chair>>();
        for (var item : benchmark.items()) {
            if (!(item.task() instanceof Task.Open || item.task() instanceof Task.Described)) {
                continue;
            }
            var scene = benchmark.scene(item);
            var truth =
                    new Chair.Truth(
                            scene.captions(), scene.boxes().stream().map(Box::category).toList());
            parts.add(new Part<>(item.picture(), Chair.of(answer(item), truth)));
        }
        if (!parts.isEmpty()) {
            all.add(measured(Metric.CHAIR_S, parts, list -> sum(list).ofSentences()));
            all.add(measured(Metric.CHAIR_I, parts, list -> sum(list).ofInstances()));
        }
    }

    private static Chair sum(List<Chair> parts) {
        return parts.stream().reduce(Chair.NONE, Chair::plus);
    }

    private void addPresence(List<Measured> all) {
        var parts = new ArrayList<Part<Presence>>();
        for (var item : benchmark.items()) {
            if (item.task() instanceof Task.Presence(boolean present)) {
                var one = Presence.of(List.of(present), List.of(answer(item)));
                parts.add(new Part<>(item.picture(), one));
            }
        }
        if (parts.isEmpty()) {
            return;
        }
        var figures = new LinkedHashMap<Metric, ToDoubleFunction<Presence>>();
        figures.put(Metric.PRESENCE_ACCURACY, Presence::accuracy);
        figures.put(Metric.PRESENCE_PRECISION, Presence::precision);
        figures.put(Metric.PRESENCE_RECALL, Presence::recall);
        figures.put(Metric.PRESENCE_F1, Presence::f1);
        figures.put(Metric.PRESENCE_YES, Presence::yesRatio);
        figures.forEach((metric, figure) ->
                all.add(
                        measured(
                                metric,
                                parts,
                                list ->
                                        figure.applyAsDouble(
                                                list.stream()
                                                        .reduce(Presence.NONE, Presence::plus)))));
    }

    private void addExact(List<Measured> all) {
        var parts = new ArrayList<Part<Double>>();
        for (var item : benchmark.items()) {
            if (item.task() instanceof Task.Exact(var people)) {
                parts.add(new Part<>(item.picture(), ExactMatch.score(people, answer(item))));
            }
        }
        if (!parts.isEmpty()) {
            all.add(measured(Metric.EXACT_MATCH, parts, MetricSheet::mean));
        }
    }

    private String answer(BenchmarkItem item) {
        return answers.getOrDefault(item.id(), "");
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private <T> Measured measured(
            Metric metric, List<Part<T>> parts, ToDoubleFunction<List<T>> figure) {
        var pictures = new LinkedHashMap<String, List<T>>();
        for (var part : parts) {
            pictures.computeIfAbsent(part.picture(), _ -> new ArrayList<>()).add(part.value());
        }
        var groups = List.copyOf(pictures.values());
        var interval =
                bootstrap.interval(
                        groups.size(),
                        sample -> {
                            var drawn = new ArrayList<T>();
                            for (int place : sample) {
                                drawn.addAll(groups.get(place));
                            }
                            return figure.applyAsDouble(drawn);
                        });
        double value = figure.applyAsDouble(parts.stream().map(Part::value).toList());
        return new Measured(metric, parts.size(), value, interval);
    }
}
