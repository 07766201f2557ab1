package dev.nunchi.app.cli;

import dev.nunchi.app.judge.Bootstrap;
import dev.nunchi.app.judge.RelativeScore;
import dev.nunchi.app.judge.ReviewSummary;
import dev.nunchi.app.l10n.Messages;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Prints reviews summed up: as a table, or as JSON whose keys are an interface that scripts rely
/// on.
final class ReviewPrinter {
    private static final int MEAN_DIGITS = 3;
    private static final int PERCENT_DIGITS = 1;

    private final PrintStream out;
    private final Messages messages;

    ReviewPrinter(CliContext context) {
        out = context.terminal().out();
        messages = context.messages();
    }

    void json(ReviewSummary summary) {
        var json = JsonMapper.shared().createObjectNode();
        put(json, summary.overall());
        var kinds = json.putObject("kinds");
        summary.kinds().forEach((kind, score) -> put(kinds.putObject(kind), score));
        json.put("resamples", summary.bootstrap().resamples());
        json.put("seed", summary.bootstrap().seed());
        out.println(JsonMapper.shared().writeValueAsString(json));
        out.flush();
    }

    private static void put(ObjectNode json, RelativeScore score) {
        json.put("rows", score.rows());
        json.put("rows_with_unreadable_scores", score.unreadable());
        score.means()
                .ifPresent(means -> {
                    json.put("mean_first", rounded(means.first(), MEAN_DIGITS));
                    json.put("mean_second", rounded(means.second(), MEAN_DIGITS));
                    json.put("relative_score", rounded(means.relative(), PERCENT_DIGITS));
                    json.putArray("relative_score_interval")
                            .add(rounded(means.interval().low(), PERCENT_DIGITS))
                            .add(rounded(means.interval().high(), PERCENT_DIGITS));
                });
    }

    /// The decimal that the reference program prints: half even, of the exact binary value.
    private static double rounded(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
    }

    void table(ReviewSummary summary) {
        summary.kinds().forEach(this::row);
        row(messages.text("cli.reviews.all"), summary.overall());
        Bootstrap bootstrap = summary.bootstrap();
        out.println(messages.text("cli.reviews.method", bootstrap.resamples(), bootstrap.seed()));
        out.flush();
    }

    private void row(String name, RelativeScore score) {
        String figures =
                score.means()
                        .map(this::figures)
                        .orElseGet(() -> messages.text("cli.reviews.noScores"));
        out.printf(
                "%-12s %s · %s%n",
                name, figures, messages.text("cli.reviews.rows", score.rows(), score.unreadable()));
    }

    private String figures(RelativeScore.Means means) {
        return messages.text(
                "cli.reviews.figures",
                decimal(means.relative(), PERCENT_DIGITS),
                decimal(means.interval().low(), PERCENT_DIGITS),
                decimal(means.interval().high(), PERCENT_DIGITS),
                decimal(means.first(), MEAN_DIGITS),
                decimal(means.second(), MEAN_DIGITS));
    }

    private String decimal(double value, int digits) {
        return messages.formats().decimal(value, digits);
    }
}
