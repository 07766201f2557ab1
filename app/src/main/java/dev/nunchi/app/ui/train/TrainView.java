package dev.nunchi.app.ui.train;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.FileDrop;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.PagePane;
import dev.nunchi.app.ui.theme.Stylesheet;
import dev.nunchi.app.ui.train.StepCard.Fold;
import dev.nunchi.app.ui.train.TrainViewModel.Step;
import dev.nunchi.engine.finetune.RunRequest;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.Optional;

/// The training page.
public final class TrainView extends StackPane {
    private final TrainViewModel page;
    private final Messages messages;
    private final PagePane pane;
    private final VBox news = new VBox();
    private final StepCard data;
    private final StepCard settings;
    private final StepCard run;
    private final Node none;
    private final Button startOver;

    /// @param openModels goes to the page where models are imported
    public TrainView(TrainViewModel page, Messages messages, Runnable openModels) {
        this.page = page;
        this.messages = messages;
        setId("train-page");
        ControlStyles.addTo(this);
        Stylesheet.addTo(this, "train.css");
        startOver = Nodes.button(messages.text("train.new"), "train-new", page::startOver);
        pane = new PagePane(messages.text("train.title"), startOver);
        news.getStyleClass().add("train-news");
        none = none(openModels);
        data = step(1, "train.data.title", Step.DATA, new DataStep(page, messages));
        settings = step(2, "train.settings.title", Step.SETTINGS, new SettingsStep(page, messages));
        run = step(3, "train.run.title", Step.RUN, new RunStep(page, messages));
        pane.add(
                Nodes.label(messages.text("train.intro"), "muted"),
                news,
                none,
                data,
                settings,
                run,
                new ComparisonView(page, messages),
                new RunsView(page, messages));
        getChildren().add(pane);
        new FileDrop(() -> page.stepProperty().get() == Step.DATA, page.data()::choose)
                .on(this, messages.text("train.data.dropNow"));
        follow();
    }

    private void follow() {
        WhileShown.follow(this, page.stepProperty(), _ -> showSteps());
        WhileShown.follow(this, page.data().stateProperty(), _ -> showSteps());
        WhileShown.follow(this, page.data().modelProperty(), _ -> showSteps());
        WhileShown.follow(this, page.data().noModelProperty(), _ -> showSteps());
        WhileShown.follow(this, page.settings().requestProperty(), _ -> showSteps());
        WhileShown.follow(this, page.run().stateProperty(), _ -> showSteps());
        WhileShown.follow(this, page.run().lastStepProperty(), _ -> showSteps());
        WhileShown.follow(this, page.problemProperty(), _ -> showNews());
        WhileShown.follow(this, page.data().problemProperty(), _ -> showNews());
    }

    private StepCard step(int number, String key, Step step, Node content) {
        var card = new StepCard(number, messages.text(key), content, messages);
        card.setId("train-step-" + number);
        card.onChange(() -> page.show(step));
        return card;
    }

    private Node none(Runnable openModels) {
        var well =
                new VBox(
                        Nodes.label(messages.text("train.data.noModel"), "section-title"),
                        Nodes.label(messages.text("train.data.noModel.body"), "muted"),
                        Nodes.button(
                                messages.text("chat.openModels"), "train-open-models", openModels));
        well.getStyleClass().addAll("well", "train-none");
        return well;
    }

    private void showSteps() {
        boolean noModel = page.data().noModelProperty().get();
        Nodes.show(none, noModel);
        for (var card : new StepCard[] {data, settings, run}) {
            Nodes.show(card, !noModel);
        }
        var state = page.run().stateProperty().get();
        data.show(fold(Step.DATA, page.data().isComplete()), dataSummary());
        settings.show(
                fold(
                        Step.SETTINGS,
                        page.stepProperty().get() == Step.RUN
                                && page.run().requestProperty().get().isPresent()),
                settingsSummary());
        run.show(fold(Step.RUN, !(state instanceof RunState.None)), runSummary());
        var busy =
                state.isActive()
                        ? Optional.of(messages.text("train.not.busy"))
                        : Optional.<String>empty();
        data.lock(busy);
        settings.lock(busy.or(() -> DataStep.missing(page.data(), messages)));
        Nodes.show(startOver, !state.isActive() && !(state instanceof RunState.None));
    }

    private Fold fold(Step step, boolean done) {
        if (page.stepProperty().get() == step) {
            return Fold.OPEN;
        }
        return done ? Fold.DONE : Fold.LATER;
    }

    private String dataSummary() {
        return page.data().stateProperty().get() instanceof DataState.Ready ready
                ? messages.text(
                        "train.data.summary",
                        page.data().modelProperty().get().map(model -> model.name()).orElse(""),
                        DataStep.name(ready.source()),
                        DataStep.counts(ready, messages))
                : "";
    }

    private String settingsSummary() {
        return page.run()
                .requestProperty()
                .get()
                .map(RunRequest::settings)
                .map(chosen ->
                        messages.text(
                                "train.settings.summary",
                                messages.text("train.stage.short." + chosen.stage().number()),
                                chosen.schedule().epochs(),
                                chosen.batches().size()))
                .orElse("");
    }

    private String runSummary() {
        return page.run()
                .lastStepProperty()
                .get()
                .map(step ->
                        page.run().isActive()
                                ? messages.text(
                                        "train.run.summary.running", step.step(), step.steps())
                                : messages.text("train.run.summary.ended", step.step()))
                .orElse("");
    }

    private void showNews() {
        news.getChildren().clear();
        page.problemProperty().get().ifPresent(problem -> add(problem, page::dismiss));
        page.data()
                .problemProperty()
                .get()
                .ifPresent(problem -> add(problem, page.data()::dismiss));
        Nodes.show(news, !news.getChildren().isEmpty());
    }

    private void add(Problem problem, Runnable dismiss) {
        var words =
                new Banner.Words(messages.text("shell.details"), messages.text("shell.dismiss"));
        var banner = new Banner(Banner.Kind.ERROR, words, dismiss);
        banner.show((problem.sentence() + " " + problem.act()).strip(), problem.detail());
        news.getChildren().add(banner);
    }
}
