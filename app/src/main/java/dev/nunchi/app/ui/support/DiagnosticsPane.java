package dev.nunchi.app.ui.support;

import dev.nunchi.app.diagnostics.DiagnosticsBundle;
import dev.nunchi.app.diagnostics.DiagnosticsBundle.Part;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The diagnostics to read through before they are saved: what is shown is what is in the file.
final class DiagnosticsPane extends BorderPane {
    private static final String FILE = "nunchi-diagnostics.zip";

    private final DiagnosticsViewModel viewModel;
    private final Messages messages;
    private final Consumer<Path> openFolder;
    private final ListView<Part> parts = new ListView<>();
    private final TextArea text = new TextArea();
    private final VBox news = new VBox();

    DiagnosticsPane(SupportViewModel support, Messages messages, Consumer<Path> openFolder) {
        this.viewModel = support.diagnostics();
        this.messages = messages;
        this.openFolder = openFolder;
        getStyleClass().add("support-page");
        var promise = new Label(messages.text("support.diagnostics.promise"));
        promise.setWrapText(true);
        promise.setMinHeight(Region.USE_PREF_SIZE);
        promise.getStyleClass().addAll("muted", "support-promise");
        news.getStyleClass().add("support-news");
        setTop(
                new VBox(
                        new SupportHeader(
                                messages.text("support.diagnostics.title"),
                                messages.text("shell.dismiss"),
                                support::back,
                                save()),
                        promise,
                        news));
        setLeft(parts());
        text.setId("diagnostics-text");
        text.getStyleClass().add("diagnostics-text");
        text.setEditable(false);
        text.setAccessibleText(messages.text("support.diagnostics.title"));
        setCenter(text);
        WhileShown.follow(this, viewModel.bundleProperty(), this::show);
        WhileShown.follow(this, viewModel.savedProperty(), this::tellSaved);
        WhileShown.follow(this, viewModel.problemProperty(), this::tell);
    }

    private Button save() {
        var save = new Button(messages.text("support.diagnostics.save"));
        save.setId("diagnostics-save");
        save.getStyleClass().add("primary");
        save.setMinWidth(Region.USE_PREF_SIZE);
        WhileShown.follow(
                save,
                viewModel.bundleProperty(),
                bundle ->
                        Hindrance.set(
                                save,
                                bundle.isPresent()
                                        ? Optional.empty()
                                        : Optional.of(
                                                messages.text("support.diagnostics.gathering"))));
        save.setOnAction(_ -> {
            var chooser = new FileChooser();
            chooser.setTitle(messages.text("support.diagnostics.save"));
            chooser.setInitialFileName(FILE);
            Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()))
                    .ifPresent(file -> viewModel.save(file.toPath()));
        });
        return save;
    }

    private ListView<Part> parts() {
        parts.setId("diagnostics-parts");
        parts.getStyleClass().add("diagnostics-parts");
        parts.setAccessibleText(messages.text("support.diagnostics.parts"));
        parts.setCellFactory(_ -> new Cell());
        parts.getSelectionModel()
                .selectedItemProperty()
                .subscribe(part -> text.setText(part == null ? "" : part.text()));
        return parts;
    }

    private void show(Optional<DiagnosticsBundle> bundle) {
        parts.getItems().setAll(bundle.map(DiagnosticsBundle::parts).orElse(List.of()));
        parts.getSelectionModel().selectFirst();
        if (bundle.isEmpty()) {
            text.setText(messages.text("support.diagnostics.gathering"));
        }
    }

    private void tellSaved(Optional<Path> file) {
        news.getChildren().clear();
        file.ifPresent(saved -> {
            var banner = banner(Banner.Kind.NOTICE);
            banner.show(
                    messages.text("support.diagnostics.saved", String.valueOf(saved.getFileName())),
                    "");
            Path folder = saved.toAbsolutePath().resolveSibling("");
            banner.offer(messages.text("settings.folders.open"), () -> openFolder.accept(folder));
            news.getChildren().add(banner);
        });
    }

    private void tell(Optional<Problem> problem) {
        problem.ifPresent(now -> {
            var banner = banner(Banner.Kind.ERROR);
            banner.show((now.sentence() + " " + now.act()).strip(), now.detail());
            news.getChildren().setAll(banner);
        });
    }

    private Banner banner(Banner.Kind kind) {
        var words =
                new Banner.Words(messages.text("shell.details"), messages.text("shell.dismiss"));
        return new Banner(kind, words, news.getChildren()::clear);
    }

    private static final class Cell extends ListCell<Part> {
        @Override
        protected void updateItem(Part part, boolean empty) {
            super.updateItem(part, empty);
            setText(empty || part == null ? "" : part.name());
        }
    }
}
