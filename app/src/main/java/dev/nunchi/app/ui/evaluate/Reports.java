package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationService;
import dev.nunchi.app.evaluation.EvaluationService.Outcome;
import dev.nunchi.app.judge.report.AblationWords;
import dev.nunchi.app.judge.report.Report;
import dev.nunchi.app.judge.report.ReportWords;
import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.platform.Program;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/// What was found, as a report in the person's language.
final class Reports {
    private Reports() {}

    static Report of(Outcome outcome, Messages messages) {
        var evaluation = outcome.evaluation();
        var date =
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(messages.locale())
                        .withZone(ZoneId.systemDefault());
        String made =
                messages.text("evaluate.made", date.format(evaluation.begun()), Program.version());
        return evaluation
                .order()
                .ablation()
                .map(ablated ->
                        AblationWords.of(
                                new AblationWords.Measurement(
                                        AnswererWords.of(
                                                evaluation.order().candidates().getFirst(),
                                                messages),
                                        outcome.trained(),
                                        outcome.result()),
                                EvaluationService.settings(ablated),
                                made,
                                messages))
                .orElseGet(() -> ReportWords.of(outcome.result(), made, messages));
    }
}
