package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.DeviceWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.models.Checkups.Checkup;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.conformance.SelfCheck;
import dev.nunchi.engine.eval.SpeedTest;

import java.util.ArrayList;
import java.util.List;

/// What came of trying a model out, in words for the card and for a report.
record CheckupWords(Messages messages) {
    /// One sentence.
    String verdict(Checkup.Checked checked) {
        boolean skipped =
                checked.findings().stream().anyMatch(f -> f.outcome() == SelfCheck.Outcome.SKIPPED);
        if (!checked.passed()) {
            return messages.text("models.check.failed");
        }
        return messages.text(skipped ? "models.check.passedSome" : "models.check.passed");
    }

    /// A line for each finding.
    List<String> lines(Checkup.Checked checked) {
        return checked.findings().stream().map(this::line).toList();
    }

    private String line(SelfCheck.Finding finding) {
        String outcome =
                messages.text(
                        switch (finding.outcome()) {
                            case PASSED -> "models.check.outcome.passed";
                            case FAILED -> "models.check.outcome.failed";
                            case SKIPPED -> "models.check.outcome.skipped";
                        });
        return messages.text("models.check.line", outcome, kind(finding));
    }

    /// What was found, without its outcome.
    String kind(SelfCheck.Finding finding) {
        var formats = messages.formats();
        return switch (finding.kind()) {
            case WORDS -> messages.text("models.check.words");
            case PICTURE ->
                    finding.outcome() == SelfCheck.Outcome.SKIPPED
                            ? messages.text("models.check.noPictures")
                            : messages.text(
                                    "models.check.picture", formats.decimal(finding.measured(), 3));
            case AGAIN -> messages.text("models.check.again");
            case FORMS ->
                    finding.outcome() == SelfCheck.Outcome.SKIPPED
                            ? messages.text("models.check.forms.noRoom")
                            : messages.text(
                                    "models.check.forms",
                                    formats.decimal(finding.measured(), 4),
                                    formats.decimal(finding.limit(), 2));
        };
    }

    /// A line for each figure.
    List<String> lines(SpeedTest.Result result) {
        var formats = messages.formats();
        var lines = new ArrayList<String>();
        if (result.pictureTokens() > 0) {
            lines.add(
                    messages.text(
                            "models.speed.picture",
                            formats.decimal(result.picture(), 0),
                            result.pictureTokens()));
        }
        lines.add(
                messages.text(
                        "models.speed.first", formats.decimal(result.firstToken().warm(), 0)));
        lines.add(
                messages.text(
                        "models.speed.prefill",
                        formats.decimal(result.prefill(), 0),
                        result.promptTokens()));
        lines.add(
                result.decode() > 0
                        ? messages.text("models.speed.decode", formats.decimal(result.decode(), 1))
                        : messages.text("models.speed.short"));
        if (result.memory() > 0) {
            lines.add(messages.text("models.speed.memory", formats.bytes(result.memory())));
        }
        return List.copyOf(lines);
    }

    /// For passing on: what was tried, on what, and what came of it.
    String report(ModelInfo model, List<String> lines) {
        var all = new ArrayList<String>();
        all.add("Nunchi, " + model.name());
        all.add(
                new DeviceWords(messages).inUse(model)
                        + ", "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.arch"));
        all.addAll(lines);
        return String.join("\n", all);
    }
}
