package dev.nunchi.app.ui.support;

import dev.nunchi.app.diagnostics.LogEntry;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;

import org.slf4j.event.Level;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The log: entries from a level on, to read, to copy, and the way to its folder.
final class LogPane extends BorderPane {
    private static final double CELL_MARGIN = 40;

    private final LogViewModel viewModel;
    private final Messages messages;
    private final ListView<LogEntry> list;

    LogPane(SupportViewModel support, Messages messages, Consumer<Path> openFolder) {
        this.viewModel = support.log();
        this.messages = messages;
        getStyleClass().add("support-page");
        var refresh = button("support.log.refresh", viewModel::refresh);
        var copy = button("support.log.copy", this::copy);
        copy.setId("log-copy");
        var folder = button("settings.folders.open", () -> openFolder.accept(viewModel.folder()));
        setTop(
                new SupportHeader(
                        messages.text("support.log.title"),
                        messages.text("shell.dismiss"),
                        support::back,
                        levels(),
                        refresh,
                        copy,
                        folder));
        list = new ListView<>(viewModel.entries());
        list.setId("log-entries");
        list.getStyleClass().add("log-entries");
        list.setAccessibleText(messages.text("support.log.title"));
        list.setCellFactory(_ -> new Cell());
        list.setPlaceholder(new Label(messages.text("support.log.empty")));
        setCenter(list);
        WhileShown.follow(this, viewModel.problemProperty(), this::tell);
        WhileShown.follow(this, viewModel.entries(), this::showNewest);
    }

    private Node levels() {
        var levels = new ComboBox<Level>();
        levels.setId("log-level");
        levels.setMinWidth(Region.USE_PREF_SIZE);
        levels.getItems().addAll(LogViewModel.LEVELS);
        levels.setAccessibleText(messages.text("support.log.level"));
        levels.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(Level level) {
                        return level == null
                                ? ""
                                : messages.text(
                                        "support.log.level."
                                                + level.toString().toLowerCase(Locale.ROOT));
                    }

                    @Override
                    public Level fromString(String text) {
                        throw new UnsupportedOperationException("not editable");
                    }
                });
        levels.setValue(viewModel.levelProperty().get());
        levels.setOnAction(_ -> viewModel.filter(levels.getValue()));
        return levels;
    }

    private Button button(String key, Runnable act) {
        var button = new Button(messages.text(key));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> act.run());
        return button;
    }

    private void copy() {
        var content = new ClipboardContent();
        content.putString(viewModel.text());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void showNewest() {
        list.scrollTo(viewModel.entries().size() - 1);
    }

    private void tell(Optional<Problem> problem) {
        problem.ifPresent(
                now -> list.setPlaceholder(new Label((now.sentence() + " " + now.act()).strip())));
    }

    private final class Cell extends ListCell<LogEntry> {
        Cell() {
            getStyleClass().add("log-entry");
            setWrapText(true);
            setPrefWidth(0);
            maxWidthProperty().bind(list.widthProperty().subtract(CELL_MARGIN));
        }

        @Override
        protected void updateItem(LogEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            getStyleClass().removeAll("warn-text", "danger-text");
            setText(empty || entry == null ? "" : entry.toString());
            if (!empty && entry != null && entry.level() == Level.ERROR) {
                getStyleClass().add("danger-text");
            } else if (!empty && entry != null && entry.level() == Level.WARN) {
                getStyleClass().add("warn-text");
            }
        }
    }
}
