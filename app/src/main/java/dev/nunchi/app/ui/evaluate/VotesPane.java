package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.judge.HeadToHead;
import dev.nunchi.app.judge.report.Report.Bar;
import dev.nunchi.app.judge.report.Report.Chart;
import dev.nunchi.app.judge.report.Report.Tone;
import dev.nunchi.app.l10n.AnswererWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/// The person's own blind choices, which no judge replaces: who won how often, and how sure that
/// is.
final class VotesPane extends VBox {
    private final EvaluateViewModel page;
    private final Messages messages;
    private final VBox content = new VBox();

    VotesPane(EvaluateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        getStyleClass().addAll("card", "form-card");
        setId("evaluation-votes");
        content.getStyleClass().add("form-part");
        getChildren()
                .addAll(Nodes.label(messages.text("evaluation.votes"), "section-title"), content);
        WhileShown.follow(this, page.votes(), this::show);
    }

    private void show() {
        if (page.votes().isEmpty()) {
            content.getChildren()
                    .setAll(Nodes.label(messages.text("evaluation.votes.none"), "muted"));
            return;
        }
        content.getChildren()
                .setAll(Nodes.label(messages.text("evaluation.votes.about"), "muted", "small"));
        var bars = new ArrayList<Bar>();
        for (var pair : page.votes()) {
            content.getChildren().add(Nodes.label(words(pair)));
            pair.share()
                    .ifPresent(share ->
                            bars.add(
                                    new Bar(
                                            AnswererWords.of(pair.first(), messages),
                                            share,
                                            messages.formats().percent(share),
                                            pair.interval(),
                                            Tone.CANDIDATE)));
        }
        if (!bars.isEmpty()) {
            String title = messages.text("evaluation.votes.chart");
            content.getChildren()
                    .addAll(
                            Nodes.label(title, "muted", "small"),
                            IntervalPlot.of(new Chart(title, 1, List.copyOf(bars))));
        }
    }

    private String words(HeadToHead pair) {
        String first = AnswererWords.of(pair.first(), messages);
        String second = AnswererWords.of(pair.second(), messages);
        var interval = pair.interval();
        var share = pair.share();
        if (interval.isEmpty() || share.isEmpty()) {
            return messages.text("evaluation.votes.undecided", first, second, pair.neither());
        }
        var formats = messages.formats();
        return messages.text(
                "evaluation.votes.pair",
                first,
                second,
                pair.firstWon(),
                pair.decided(),
                formats.percent(share.get()),
                formats.percent(interval.get().low()),
                formats.percent(interval.get().high()),
                pair.neither());
    }
}
