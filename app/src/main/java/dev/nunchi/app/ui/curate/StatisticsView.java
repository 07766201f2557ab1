package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.CheckWords;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.Agreement;
import dev.nunchi.app.store.ReviewStatistics.Named;
import dev.nunchi.app.store.ReviewTally;
import dev.nunchi.app.store.Verdict;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.engine.data.SampleType;

import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// The third tab: what the set consists of, what was made of it, how far reviewers agree.
final class StatisticsView extends ScrollPane {
    /// With the space at its sides.
    private static final double WIDTH = 824;

    /// Width of a column of the table.
    private static final double FIGURES = 72;

    private final CurateViewModel page;
    private final Messages messages;
    private final VBox column = new VBox();

    StatisticsView(CurateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        setId("curate-statistics");
        column.setMaxWidth(WIDTH);
        column.getStyleClass().add("statistics");
        var frame = new StackPane(column);
        frame.setAlignment(Pos.TOP_CENTER);
        setContent(frame);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setAccessibleText(messages.text("curate.tab.statistics"));
        WhileShown.follow(this, page.insightProperty(), this::show);
        WhileShown.follow(this, page.stateProperty(), _ -> show(page.insightProperty().get()));
    }

    private void show(Optional<Insight> insight) {
        column.getChildren().clear();
        if (!(page.stateProperty().get() instanceof CurateState.Reviewing(var set))) {
            column.getChildren().add(noSet());
            return;
        }
        if (insight.isEmpty()) {
            column.getChildren().addAll(skeleton(), skeleton());
            return;
        }
        var now = insight.get();
        column.getChildren()
                .addAll(
                        Nodes.label(
                                messages.text(
                                        "curate.stats.title",
                                        set.name(),
                                        page.reviewerProperty().get()),
                                "muted"),
                        kinds(now),
                        agreements(now.agreements()),
                        card("curate.stats.lengths", lengths(now)),
                        card(
                                "curate.stats.objects",
                                named(
                                        "curate.stats.objects",
                                        "curate.stats.objects.none",
                                        now.statistics().objects())),
                        card(
                                "curate.stats.findings",
                                named(
                                        "curate.stats.findings",
                                        "curate.stats.findings.none",
                                        findings(now))));
    }

    private List<Named> findings(Insight insight) {
        var words = new CheckWords(messages);
        return insight.statistics().findings().stream()
                .map(found -> new Named(words.name(found.check()), found.rows()))
                .toList();
    }

    private Node noSet() {
        var box =
                new VBox(
                        Nodes.label(messages.text("curate.stats.none"), "section-title", "centred"),
                        Nodes.label(messages.text("curate.stats.none.body"), "muted", "centred"),
                        Nodes.button(
                                messages.text("curate.stats.toReview"),
                                "curate-to-review",
                                () -> page.show(DataTab.REVIEW)));
        box.getStyleClass().add("review-nothing");
        return box;
    }

    private static Node skeleton() {
        var skeleton = new Region();
        skeleton.getStyleClass().addAll("skeleton", "statistics-skeleton");
        return skeleton;
    }

    private VBox card(String key, Node content) {
        var card = new VBox(Nodes.label(messages.text(key), "strong"), content);
        card.getStyleClass().addAll("card", "statistics-card");
        return card;
    }

    private Node kinds(Insight insight) {
        var bars = new ArrayList<BarPlot.Bar>();
        for (var kind : SampleType.values()) {
            Optional.ofNullable(insight.statistics().kinds().get(kind))
                    .ifPresent(tally ->
                            bars.add(
                                    bar(
                                            KindWords.of(kind, messages),
                                            tally,
                                            messages.text(
                                                    "curate.stats.kept",
                                                    tally.rows(),
                                                    keptShare(tally)))));
        }
        bars.add(
                bar(
                        messages.text("curate.stats.all"),
                        insight.tally(),
                        messages.text(
                                "curate.stats.kept",
                                insight.tally().rows(),
                                keptShare(insight.tally()))));
        String title = messages.text("curate.stats.kinds");
        var card = card("curate.stats.kinds", BarPlot.of(title, bars));
        card.getChildren().add(legend());
        return card;
    }

    /// Of the rows that were decided on.
    private String keptShare(ReviewTally tally) {
        return tally.decided() == 0
                ? "–"
                : messages.formats().percent((double) tally.kept() / tally.decided());
    }

    private static BarPlot.Bar bar(String name, ReviewTally tally, String figure) {
        return new BarPlot.Bar(
                name,
                List.of(
                        new BarPlot.Part("accepted", tally.accepted()),
                        new BarPlot.Part("edited", tally.edited()),
                        new BarPlot.Part("rejected", tally.rejected()),
                        new BarPlot.Part("undecided", tally.rows() - tally.decided())),
                figure);
    }

    private Node legend() {
        var legend = new FlowPane();
        legend.getStyleClass().add("plot-legend");
        for (String part : List.of("accepted", "edited", "rejected", "undecided")) {
            var swatch = new Region();
            swatch.getStyleClass().addAll("bar-part", part, "plot-swatch");
            var word = new Label(messages.text("curate.standing." + part));
            word.getStyleClass().addAll("small", "muted");
            var item = new HBox(swatch, word);
            item.getStyleClass().add("plot-legend-item");
            item.setAlignment(Pos.CENTER_LEFT);
            legend.getChildren().add(item);
        }
        return legend;
    }

    private Node lengths(Insight insight) {
        return new LengthPlot(insight.statistics().lengths(), messages);
    }

    private Node named(String title, String none, List<Named> counts) {
        if (counts.isEmpty()) {
            return Nodes.label(messages.text(none), "muted", "small");
        }
        var bars =
                counts.stream()
                        .map(count ->
                                new BarPlot.Bar(
                                        count.name(),
                                        List.of(new BarPlot.Part("plain", count.rows())),
                                        messages.formats().decimal(count.rows(), 0)))
                        .toList();
        return BarPlot.of(messages.text(title), bars);
    }

    private Node agreements(List<Agreement> agreements) {
        var content = new VBox();
        content.getStyleClass().add("agreements");
        if (agreements.isEmpty()) {
            content.getChildren()
                    .add(Nodes.label(messages.text("curate.agree.none"), "muted", "small"));
        }
        agreements.forEach(agreement -> content.getChildren().add(agreement(agreement)));
        return card("curate.agree", content);
    }

    private Node agreement(Agreement agreement) {
        var sentence =
                Nodes.label(
                        messages.text(
                                "curate.agree.rows",
                                agreement.first(),
                                agreement.second(),
                                agreement.rows()));
        var figures =
                new HBox(
                        figure("curate.agree.raw", percent(agreement.raw())),
                        figure("curate.agree.kappa", decimal(agreement.kappa())));
        figures.getStyleClass().add("agreement-figures");
        var words = new VBox(sentence, figures);
        words.getStyleClass().add("agreement");
        if (agreement.rows() > 0) {
            words.getChildren().add(table(agreement));
        }
        return words;
    }

    private String percent(OptionalDouble share) {
        return share.isEmpty() ? "–" : messages.formats().percent(share.getAsDouble());
    }

    private String decimal(OptionalDouble value) {
        return value.isEmpty() ? "–" : messages.formats().decimal(value.getAsDouble(), 2);
    }

    private Node figure(String key, String value) {
        return new VBox(
                Nodes.label(value, "section-title"),
                Nodes.label(messages.text(key), "muted", "small"));
    }

    /// What one decided, against what the other did.
    private Node table(Agreement agreement) {
        var grid = new GridPane();
        grid.getStyleClass().add("agreement-table");
        grid.getColumnConstraints().add(new ColumnConstraints());
        grid.add(
                Nodes.label(
                        agreement.first() + " ↓  " + agreement.second() + " →", "muted", "small"),
                0,
                0);
        var verdicts = List.of(Verdict.values());
        for (int i = 0; i < verdicts.size(); i++) {
            var constraints = new ColumnConstraints(FIGURES);
            constraints.setHalignment(HPos.RIGHT);
            grid.getColumnConstraints().add(constraints);
            String word = word(verdicts.get(i));
            grid.add(Nodes.label(word, "muted", "small"), i + 1, 0);
            grid.add(Nodes.label(word, "muted", "small"), 0, i + 1);
            for (int j = 0; j < verdicts.size(); j++) {
                int rows = agreement.rows(verdicts.get(i), verdicts.get(j));
                var count = Nodes.label(messages.formats().decimal(rows, 0));
                if (i == j) {
                    count.getStyleClass().add("strong");
                }
                grid.add(count, j + 1, i + 1);
            }
        }
        return grid;
    }

    private String word(Verdict verdict) {
        return messages.text("curate.standing." + verdict.name().toLowerCase(Locale.ROOT));
    }
}
