package dev.nunchi.app.judge;

import dev.nunchi.engine.data.Mix;
import dev.nunchi.engine.data.SampleType;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What one model of an ablation learns from: the rows of the paper's Table 4.
///
/// [Visual Instruction Tuning](https://arxiv.org/abs/2304.08485), section 5.1.
public enum AblationArm {
    /// Nothing: the model as it was.
    NONE("no-tuning", Map.of()),
    CONVERSATION("conversation", Map.of(SampleType.CONVERSATION, 1.0)),
    DETAIL_COMPLEX("detail-complex", Map.of(SampleType.DETAIL, 1.0, SampleType.COMPLEX, 1.0)),
    /// All of the conversations, 5 % of the details and 10 % of the reasoning.
    CONVERSATION_PLUS(
            "conversation-plus",
            Map.of(SampleType.CONVERSATION, 1.0, SampleType.DETAIL, 0.05, SampleType.COMPLEX, 0.1)),
    ALL(
            "all",
            Map.of(SampleType.CONVERSATION, 1.0, SampleType.DETAIL, 1.0, SampleType.COMPLEX, 1.0));

    private final String word;
    private final Map<SampleType, Double> parts;

    AblationArm(String word, Map<SampleType, Double> parts) {
        this.word = word;
        this.parts = parts;
    }

    /// As files, JSON and bundles spell it.
    public String word() {
        return word;
    }

    /// The proportion in which the arm learns, so that each row of a kind has the same chance.
    ///
    /// @param rows of each kind that the data have
    /// @return empty if the data have no row of it
    public Optional<Mix> mix(Map<SampleType, Long> rows) {
        var weights = new EnumMap<SampleType, Double>(SampleType.class);
        parts.forEach((kind, part) -> weights.put(kind, part * rows.getOrDefault(kind, 0L)));
        weights.values().removeIf(weight -> weight == 0);
        return weights.isEmpty() ? Optional.empty() : Optional.of(new Mix(weights));
    }

    /// How many rows the arm learns from in one pass.
    public double rows(Map<SampleType, Long> rows) {
        return parts.entrySet().stream()
                .mapToDouble(part -> part.getValue() * rows.getOrDefault(part.getKey(), 0L))
                .sum();
    }

    /// The share of an epoch that one pass is. An epoch is as long as all rows of the kinds that an
    /// arm learns from.
    double pass(Map<SampleType, Long> rows) {
        double epoch = parts.keySet().stream().mapToLong(kind -> rows.getOrDefault(kind, 0L)).sum();
        return epoch == 0 ? 1 : rows(rows) / epoch;
    }
}
