package dev.nunchi.app.ui.evaluate;

import dev.nunchi.app.evaluation.EvaluationService.Outcome;
import dev.nunchi.app.judge.report.Report;
import dev.nunchi.app.judge.report.ReportFiles.Format;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.FileDrop;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.evaluate.OrderViewModel.Aim;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.PagePane;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The page that finds out whether a model got better: an order, its run, what was found.
public final class EvaluateView extends StackPane {
    private final EvaluateViewModel page;
    private final Messages messages;
    private final VBox news = new VBox();
    private final VBox form = new VBox();
    private final StackPane result = new StackPane();
    private final Label why = Nodes.label("", "muted", "evaluation-why");
    private final Button start;
    private final Button startOver;
    private final PagePane frame;
    private final ProgressPane progress;
    private Optional<Report> report = Optional.empty();

    public EvaluateView(EvaluateViewModel page, Messages messages) {
        this.page = page;
        this.messages = messages;
        setId("evaluate-page");
        getStyleClass().add("evaluate-page");
        ControlStyles.addTo(this);
        Stylesheet.addTo(this, "evaluate.css");
        startOver =
                Nodes.button(
                        messages.text("evaluation.another"), "evaluation-another", page::startOver);
        start = Nodes.button(messages.text("evaluation.start"), "evaluation-start", page::start);
        start.setGraphic(Icon.PLAY.node());
        start.getStyleClass().add("primary");
        var save = saveMenu();
        frame = new PagePane(messages.text("shell.page.evaluate"), save, startOver);
        progress = new ProgressPane(page, messages);
        fillForm();
        frame.add(
                news,
                form,
                progress,
                result,
                new EarlierPane(page, messages),
                new VotesPane(page, messages));
        getChildren().add(frame);
        new FileDrop(
                        () -> page.stateProperty().get() instanceof EvaluateState.Choosing,
                        page::choose)
                .on(this, messages.text("evaluation.material.drop.now"));
        WhileShown.follow(this, page.problemProperty(), this::tell);
        WhileShown.follow(this, page.savedProperty(), this::tellSaved);
        WhileShown.follow(this, page.stateProperty(), state -> show(state, save));
        WhileShown.follow(this, page.order().aimProperty(), this::show);
        hindrances();
    }

    private void fillForm() {
        form.getStyleClass().add("evaluation-form");
        var aims =
                new Switch<>(
                        page.order().aimProperty(),
                        Aim.values(),
                        aim ->
                                messages.text(
                                        "evaluation.aim." + aim.name().toLowerCase(Locale.ROOT)),
                        "evaluation-aim-");
        HBox.setHgrow(why, Priority.ALWAYS);
        why.setMaxWidth(Double.MAX_VALUE);
        var acts = new HBox(why, start);
        acts.getStyleClass().add("acts");
        acts.setAlignment(Pos.CENTER_RIGHT);
        form.getChildren()
                .addAll(
                        aims,
                        card("evaluation.ablation", new AblationPane(page, messages)),
                        card("evaluation.candidates", new CandidatesPane(page, messages)),
                        card("evaluation.material", new MaterialPane(page, messages)),
                        card("evaluation.helpers", new HelpersPane(page, messages)),
                        acts);
    }

    private Node card(String key, Node content) {
        var card = new VBox(Nodes.label(messages.text(key), "section-title"), content);
        card.getStyleClass().addAll("card", "form-card");
        return card;
    }

    private void show(Aim aim) {
        Nodes.show(form.getChildren().get(1), aim == Aim.ABLATION);
        Nodes.show(form.getChildren().get(2), aim == Aim.COMPARE);
    }

    private MenuButton saveMenu() {
        var save = new MenuButton(messages.text("evaluation.save"));
        save.setId("evaluation-save");
        save.getStyleClass().add("primary");
        save.setMinWidth(USE_PREF_SIZE);
        for (var format : Format.values()) {
            var item =
                    new MenuItem(
                            messages.text(
                                    "evaluation.save." + format.name().toLowerCase(Locale.ROOT)));
            item.setOnAction(_ -> choose(format));
            save.getItems().add(item);
        }
        return save;
    }

    private void choose(Format format) {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("evaluation.save"));
        chooser.setInitialFileName("report." + format.ending());
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                format.ending().toUpperCase(Locale.ROOT), "*." + format.ending()));
        var file = Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()));
        if (file.isPresent() && report.isPresent()) {
            page.save(report.get(), format, file.get().toPath());
        }
    }

    private void show(EvaluateState state, Node save) {
        boolean choosing = state instanceof EvaluateState.Choosing;
        // Once, and not at every reply: the person may be reading further down.
        if (form.isVisible() != choosing || state instanceof EvaluateState.Finished) {
            frame.setVvalue(0);
        }
        Nodes.show(form, choosing);
        Nodes.show(progress, !choosing);
        Nodes.show(startOver, !choosing);
        Hindrance.set(
                startOver,
                state.isActive()
                        ? Optional.of(messages.text("evaluation.not.active"))
                        : Optional.empty());
        Nodes.show(save, state instanceof EvaluateState.Finished);
        Nodes.show(result, state instanceof EvaluateState.Finished);
        if (state instanceof EvaluateState.Finished(var outcome)) {
            show(outcome);
        } else {
            report = Optional.empty();
            result.getChildren().clear();
        }
    }

    private void show(Outcome outcome) {
        var found = Reports.of(outcome, messages);
        report = Optional.of(found);
        result.getChildren().setAll(new ReportPane(found, page.thumbnails()));
    }

    private void hindrances() {
        var order = page.order();
        Stream.<ObservableValue<?>>of(
                        order.aimProperty(),
                        order.materialProperty(),
                        order.countProperty(),
                        order.judgeProperty(),
                        order.teacherProperty(),
                        order.dataProperty(),
                        order.stepsProperty())
                .forEach(value -> WhileShown.follow(this, value, _ -> hinder()));
        WhileShown.follow(this, order.candidates(), this::hinder);
        WhileShown.follow(this, order.extras(), this::hinder);
    }

    private void hinder() {
        var reason =
                page.order()
                        .missing()
                        .map(missing ->
                                messages.text(
                                        "evaluation.not."
                                                + missing.name().toLowerCase(Locale.ROOT)));
        Hindrance.set(start, reason);
        why.setText(reason.orElse(""));
    }

    private void tell(Optional<Problem> problem) {
        problem.ifPresentOrElse(
                now ->
                        banner(
                                Banner.Kind.ERROR,
                                (now.sentence() + " " + now.act()).strip(),
                                now.detail()),
                () -> news.getChildren().clear());
        Nodes.show(news, problem.isPresent());
    }

    private void tellSaved(Optional<Path> file) {
        file.ifPresent(path -> {
            banner(
                    Banner.Kind.NOTICE,
                    messages.text("evaluation.saved", path.getFileName()),
                    path.toString());
            Nodes.show(news, true);
        });
    }

    private void banner(Banner.Kind kind, String words, String detail) {
        var buttons =
                new Banner.Words(messages.text("shell.details"), messages.text("shell.dismiss"));
        var banner =
                new Banner(
                        kind,
                        buttons,
                        () -> {
                            page.dismiss();
                            Nodes.show(news, false);
                        });
        banner.show(words, detail);
        news.getChildren().setAll(banner);
    }
}
