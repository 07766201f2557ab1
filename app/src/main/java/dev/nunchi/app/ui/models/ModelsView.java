package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.task.JobProgress;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.FileDrop;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.PagePane;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// The models page.
public final class ModelsView extends StackPane {
    private final ModelsViewModel viewModel;
    private final Messages messages;
    private final VBox news = new VBox();
    private final VBox cards = new VBox();

    /// @param more what follows the installed models
    public ModelsView(ModelsViewModel viewModel, Messages messages, Node more) {
        this.viewModel = viewModel;
        this.messages = messages;
        setId("models-page");
        Stylesheet.addTo(this, "models.css");
        ControlStyles.addTo(this);
        news.getStyleClass().add("models-news");
        cards.getStyleClass().add("models-cards");
        var intro = new Label(messages.text("models.intro"));
        intro.getStyleClass().add("muted");
        intro.setWrapText(true);
        intro.setMinHeight(Region.USE_PREF_SIZE);
        var page = new PagePane(messages.text("models.title"), importButton());
        page.add(intro, news, none(), cards, more);
        getChildren().add(page);
        new FileDrop(() -> true, viewModel::drop).on(this, messages.text("models.import.drop"));
        viewModel.cards().addListener((ListChangeListener<ModelCard>) _ -> showCards());
        viewModel.importProperty().subscribe(_ -> showNews());
        viewModel.problemProperty().subscribe(_ -> showNews());
        viewModel.questionProperty().subscribe(_ -> showNews());
        viewModel.givenBackProperty().subscribe(_ -> showNews());
        showCards();
    }

    private VBox none() {
        var title = new Label(messages.text("models.empty"));
        title.getStyleClass().add("section-title");
        var body = new Label(messages.text("models.empty.body"));
        body.getStyleClass().add("muted");
        body.setWrapText(true);
        var none = new VBox(title, body);
        none.getStyleClass().addAll("well", "models-none");
        none.visibleProperty().bind(viewModel.noneProperty());
        none.managedProperty().bind(viewModel.noneProperty());
        return none;
    }

    private MenuButton importButton() {
        var button = new MenuButton(messages.text("models.import"), Icon.IMPORT.node());
        button.setId("models-import");
        button.getStyleClass().add("primary");
        button.setMinWidth(Region.USE_PREF_SIZE);
        var folder = new MenuItem(messages.text("models.import.folder"));
        folder.setOnAction(_ -> chooseFolder(viewModel::importFrom));
        var smaller = new MenuItem(messages.text("models.import.smaller"));
        smaller.setId("models-import-smaller");
        smaller.setOnAction(_ -> chooseFolder(viewModel::importSmaller));
        var file = new MenuItem(messages.text("models.import.file"));
        file.setOnAction(_ -> chooseFile());
        button.getItems().addAll(folder, smaller, file);
        viewModel
                .busyProperty()
                .subscribe(busy ->
                        Hindrance.set(
                                button,
                                busy
                                        ? Optional.of(messages.text("models.not.busy"))
                                        : Optional.empty()));
        return button;
    }

    private void chooseFolder(Consumer<Path> act) {
        var chooser = new DirectoryChooser();
        chooser.setTitle(messages.text("models.import.folder.title"));
        Optional.ofNullable(chooser.showDialog(getScene().getWindow()))
                .ifPresent(folder -> act.accept(folder.toPath()));
    }

    private void chooseFile() {
        var chooser = new FileChooser();
        chooser.setTitle(messages.text("models.import.file.title"));
        chooser.getExtensionFilters()
                .add(
                        new FileChooser.ExtensionFilter(
                                messages.text("models.import.file.filter"), "*.gguf"));
        Optional.ofNullable(chooser.showOpenDialog(getScene().getWindow()))
                .ifPresent(file -> viewModel.importFrom(file.toPath()));
    }

    private void showCards() {
        cards.getChildren()
                .setAll(
                        viewModel.cards().stream()
                                .map(card -> new ModelCardView(card, viewModel, messages))
                                .toList());
    }

    private void showNews() {
        news.getChildren().clear();
        viewModel.problemProperty().get().ifPresent(this::addProblem);
        viewModel
                .questionProperty()
                .get()
                .ifPresent(
                        asked -> news.getChildren().add(new FitOffer(asked, viewModel, messages)));
        viewModel
                .givenBackProperty()
                .get()
                .ifPresent(bytes ->
                        addNotice(
                                messages.text("models.unloaded", messages.formats().bytes(bytes))));
        switch (viewModel.importProperty().get()) {
            case ModelsViewModel.Import.Idle _ -> {}
            case ModelsViewModel.Import.Offered offer ->
                    news.getChildren().add(new ImportOffer(offer, viewModel, messages));
            case ModelsViewModel.Import.Running(String name, JobProgress progress) ->
                    addProgress(messages.text("models.importing", name), progress);
            case ModelsViewModel.Import.Measuring(String name, JobProgress progress) ->
                    addProgress(messages.text("models.measuring", name), progress);
            case ModelsViewModel.Import.Measured(String name) ->
                    addNotice(messages.text("models.measured", name));
            case ModelsViewModel.Import.NotMeasurable(String name, MemoryFit fit) ->
                    addNotice(
                            messages.text(
                                    "models.notMeasurable",
                                    name,
                                    messages.formats().bytes(fit.needed()),
                                    messages.formats().bytes(fit.machine().installed())));
            case ModelsViewModel.Import.Done(String name) ->
                    addNotice(messages.text("models.imported", name));
            case ModelsViewModel.Import.Cancelled(String name) ->
                    addNotice(messages.text("models.cancelled", name));
        }
        news.setVisible(!news.getChildren().isEmpty());
        news.setManaged(news.isVisible());
    }

    private void addProgress(String title, JobProgress progress) {
        var name = new Label(title);
        name.getStyleClass().add("strong");
        var row = new HBox(name);
        row.setAlignment(Pos.CENTER_LEFT);
        if (viewModel.importProperty().get() instanceof ModelsViewModel.Import.Running) {
            row.getChildren().addAll(space(), cancelButton());
        }
        double fraction = progress.fraction();
        var bar = new ProgressBar(fraction);
        bar.setMaxWidth(Double.MAX_VALUE);
        var stage = new Label(StageWords.of(progress.stage(), fraction, messages));
        stage.getStyleClass().addAll("muted", "small");
        var box = new VBox(row, bar, stage);
        box.getStyleClass().addAll("card", "models-progress");
        news.getChildren().add(box);
    }

    private static Region space() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    private Button cancelButton() {
        var cancel = new Button(messages.text("shell.cancel"));
        cancel.getStyleClass().add("models-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(_ -> viewModel.cancelImport());
        return cancel;
    }

    private void addNotice(String sentence) {
        var banner = banner(Banner.Kind.NOTICE);
        banner.show(sentence, "");
        news.getChildren().add(banner);
    }

    private void addProblem(Problem problem) {
        var banner = banner(Banner.Kind.ERROR);
        banner.show((problem.sentence() + " " + problem.act()).strip(), problem.detail());
        news.getChildren().add(banner);
    }

    private Banner banner(Banner.Kind kind) {
        var words =
                new Banner.Words(messages.text("shell.details"), messages.text("shell.dismiss"));
        return new Banner(kind, words, viewModel::dismiss);
    }
}
