package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationOrder;
import dev.nunchi.app.evaluation.EvaluationOrder.Extra;
import dev.nunchi.app.evaluation.EvaluationOrder.Material;
import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Kind;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an evaluation is about, in a line.
final class OrderWords {
    private OrderWords() {}

    /// What it is known by, e.g. `holiday photos`.
    static String name(EvaluationOrder order, Messages messages) {
        String material = order.material().name();
        return order.ablation().isPresent()
                ? messages.text("evaluation.name.ablation", material)
                : material;
    }

    /// Who is scored and by whom.
    static String facts(EvaluationOrder order, Messages messages) {
        String who =
                Stream.concat(
                                order.candidates().stream()
                                        .map(candidate -> AnswererWords.of(candidate, messages)),
                                order.extras().stream().map(extra -> of(extra, messages)))
                        .collect(Collectors.joining(" · "));
        return order.helpers()
                .judge()
                .map(judge ->
                        messages.text(
                                "evaluation.facts.judge", who, AnswererWords.of(judge, messages)))
                .orElse(who);
    }

    /// E.g. `nunchi-default without its own adapter`.
    static String of(Extra extra, Messages messages) {
        return switch (extra) {
            case Extra.Bare(String model) -> messages.text("evaluation.extra.bare", model);
            case Extra.Recorded recorded ->
                    messages.text("evaluation.extra.recorded", recorded.name());
        };
    }

    static Kind kind(Material material) {
        return switch (material) {
            case Material.Questions _ -> Kind.BENCHMARK;
            case Material.Built _ -> Kind.BUILT;
            case Material.Captions _ -> Kind.CAPTIONS;
        };
    }
}
