package dev.nunchi.app.ui.library;

import dev.nunchi.app.exchange.FileLayout;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.Folder;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

import org.controlsfx.control.textfield.CustomTextField;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The search field and the list below it.
public final class LibraryView extends VBox {
    private final LibraryViewModel viewModel;
    private final Messages messages;
    private final CustomTextField search = new CustomTextField();
    private final ListView<Row> list = new ListView<>();
    private final ExchangeMenu exchange;
    // Set while the program moves the selection, which opens nothing.
    private boolean showing;

    public LibraryView(LibraryViewModel viewModel, Messages messages) {
        this.viewModel = viewModel;
        this.messages = messages;
        this.exchange = new ExchangeMenu(viewModel.exchange(), messages);
        getStyleClass().add("library");
        Stylesheet.addTo(this, "library.css");
        setUpSearch();
        setUpList();
        var stack = new StackPane(list, notice());
        VBox.setVgrow(stack, Priority.ALWAYS);
        HBox.setHgrow(search, Priority.ALWAYS);
        var top = new HBox(search, exchange.button());
        top.getStyleClass().add("library-top");
        top.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(top, stack);
        WhileShown.follow(this, viewModel.exchange().outcomeProperty(), this::tell);
    }

    private void tell(Optional<ExchangeViewModel.Outcome> outcome) {
        outcome.ifPresent(now -> {
            viewModel.exchange().outcomeTold();
            exchange.tell(now, window());
        });
    }

    public void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    /// Asks for a file and writes the open conversation to it; does nothing if none was begun.
    public void export(FileLayout layout) {
        viewModel.findOpen(open -> exchange.export(open, layout, window()));
    }

    /// Asks for a file and writes all conversations to it.
    public void exportAll() {
        exchange.exportAll(window());
    }

    /// Asks for a file and takes the conversations out of it.
    public void importAll() {
        exchange.chooseImport(window());
    }

    private Window window() {
        return getScene().getWindow();
    }

    private void setUpSearch() {
        var clear = new Button("", Icon.CLOSE.node());
        clear.getStyleClass().addAll("quiet", "icon-button", "search-clear");
        clear.setAccessibleText(messages.text("library.search.clear"));
        clear.setFocusTraversable(false);
        clear.setOnAction(_ -> search.clear());
        clear.visibleProperty().bind(search.textProperty().isNotEmpty());
        search.setId("library-search");
        search.getStyleClass().add("search-field");
        search.setLeft(new StackPane(Icon.SEARCH.node()));
        search.setRight(clear);
        search.setPromptText(messages.text("library.search"));
        search.setAccessibleText(messages.text("library.search"));
        search.textProperty().bindBidirectional(viewModel.searchProperty());
        search.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
                        search.clear();
                        event.consume();
                    } else if (event.getCode() == KeyCode.DOWN) {
                        list.requestFocus();
                        event.consume();
                    }
                });
    }

    private void setUpList() {
        list.setId("library-list");
        list.setAccessibleText(messages.text("library.list"));
        var acts = new ConversationCell.Acts(exchange, this::rename, this::renameFolder);
        list.setCellFactory(_ -> new ConversationCell(viewModel, messages, acts));
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        list.getSelectionModel()
                .selectedIndexProperty()
                .subscribe((before, now) -> onSelect(before.intValue(), now.intValue()));
        viewModel.selectedProperty().subscribe(_ -> showSelected());
        viewModel.rows().addListener((ListChangeListener<Row>) _ -> showRows());
        showRows();
    }

    private void showRows() {
        showing = true;
        list.getItems().setAll(viewModel.rows());
        showing = false;
        showSelected();
    }

    private void showSelected() {
        showing = true;
        indexOf(viewModel.selectedProperty().get())
                .ifPresentOrElse(
                        list.getSelectionModel()::clearAndSelect,
                        list.getSelectionModel()::clearSelection);
        showing = false;
    }

    private OptionalInt indexOf(Optional<Long> id) {
        return IntStream.range(0, list.getItems().size())
                .filter(i ->
                        list.getItems().get(i) instanceof Row.Item(Conversation found, _)
                                && id.equals(Optional.of(found.id())))
                .findFirst();
    }

    private void onKey(KeyEvent event) {
        if (!list.equals(event.getTarget())) {
            return;
        }
        if (event.getCode() == KeyCode.F2) {
            rename(list.getSelectionModel().getSelectedIndex());
            event.consume();
        } else if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
            selectedConversation().ifPresent(viewModel::delete);
            event.consume();
        } else if (list.getSelectionModel().getSelectedItem() instanceof Row.FolderHeading heading
                && folds(event.getCode(), heading.fold())) {
            int index = list.getSelectionModel().getSelectedIndex();
            viewModel.fold(heading.folder());
            list.getSelectionModel().clearAndSelect(index);
            event.consume();
        }
    }

    private static boolean folds(KeyCode key, Row.Fold fold) {
        return switch (key) {
            case ENTER, SPACE -> true;
            case LEFT -> fold == Row.Fold.OPEN;
            case RIGHT -> fold == Row.Fold.FOLDED;
            default -> false;
        };
    }

    private void rename(int index) {
        if (index >= 0) {
            // Only now, so that a double click or Enter does not begin to rename.
            list.setEditable(true);
            list.edit(index);
            list.setEditable(false);
        }
    }

    private void renameFolder(Folder folder) {
        for (int i = 0; i < list.getItems().size(); i++) {
            if (list.getItems().get(i) instanceof Row.FolderHeading(Folder found, _, _)
                    && found.id() == folder.id()) {
                list.scrollTo(i);
                list.layout();
                rename(i);
                return;
            }
        }
    }

    private Optional<Conversation> selectedConversation() {
        return list.getSelectionModel().getSelectedItem() instanceof Row.Item(Conversation found, _)
                ? Optional.of(found)
                : Optional.empty();
    }

    private void onSelect(int before, int now) {
        if (showing || now < 0 || now >= list.getItems().size()) {
            return;
        }
        switch (list.getItems().get(now)) {
            case Row.Item item -> viewModel.open(item);
            case Row.FolderHeading _ -> {}
            case Row.Heading _ -> stepOver(now, now >= before ? 1 : -1);
        }
    }

    private void stepOver(int heading, int direction) {
        int next = heading + direction;
        list.getSelectionModel().clearAndSelect(next >= 0 ? next : heading + 1);
    }

    private Label notice() {
        var notice = new Label();
        notice.getStyleClass().addAll("muted", "library-notice");
        notice.setWrapText(true);
        notice.setMouseTransparent(true);
        notice.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                this::noticeText,
                                viewModel.stateProperty(),
                                viewModel.searchProperty()));
        StackPane.setAlignment(notice, Pos.TOP_LEFT);
        return notice;
    }

    private String noticeText() {
        return switch (viewModel.stateProperty().get()) {
            case LOADING, SHOWN -> "";
            case EMPTY -> messages.text("library.empty");
            case NO_MATCH -> messages.text("library.noMatch", viewModel.searchProperty().get());
            case FAILED -> messages.text("library.failed");
        };
    }
}
