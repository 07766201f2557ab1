package dev.nunchi.app.ui.library;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.Folder;
import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// A line of the list: a heading, a conversation, or one of them that is being renamed.
final class ConversationCell extends ListCell<Row> {
    private final Messages messages;
    private final LibraryViewModel viewModel;
    private final RowMenus menus;
    private final Label title = new Label();
    private final ExcerptFlow excerpt = new ExcerptFlow();
    private final VBox conversation = new VBox(title, excerpt);
    private final TextField field = new TextField();

    /// What a line asks of the list around it.
    ///
    /// @param rename begins to rename what stands on a line
    /// @param renameFolder begins to rename a folder, once it is on the list
    record Acts(ExchangeMenu exchange, IntConsumer rename, Consumer<Folder> renameFolder) {}

    ConversationCell(LibraryViewModel viewModel, Messages messages, Acts acts) {
        this.messages = messages;
        this.viewModel = viewModel;
        this.menus = new RowMenus(viewModel, messages, this, acts);
        title.getStyleClass().add("conversation-title");
        conversation.setMinWidth(0);
        // The list sizes its cells to itself; without this a long title would widen them.
        setPrefWidth(0);
        setOnMouseClicked(this::clicked);
        field.getStyleClass().add("conversation-field");
        field.setOnAction(_ -> commit());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::cancelOnEscape);
        field.focusedProperty()
                .subscribe(focused -> {
                    if (!focused && isEditing()) {
                        commit();
                    }
                });
    }

    /// A click on the conversation that is open leads back to it from another page.
    private void clicked(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || isEditing()) {
            return;
        }
        switch (getItem()) {
            case Row.Item item -> viewModel.open(item);
            case Row.FolderHeading heading -> viewModel.fold(heading.folder());
            case null, default -> {}
        }
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
        super.updateItem(row, empty);
        getStyleClass().removeAll("conversation", "period", "folder");
        setDisable(row instanceof Row.Heading);
        setContextMenu(null);
        setTooltip(null);
        setText(null);
        setGraphic(null);
        if (empty || row == null) {
            return;
        }
        switch (row) {
            case Row.Heading(Row.Group group) -> {
                getStyleClass().add("period");
                setText(nameOf(group));
            }
            case Row.FolderHeading heading -> show(heading);
            case Row.Item item -> show(item);
        }
    }

    private void show(Row.FolderHeading heading) {
        getStyleClass().addAll("period", "folder");
        setContextMenu(menus.of(heading));
        setAccessibleText(messages.text("library.folder", heading.folder().name()));
        setTooltip(new Tooltip(messages.text("library.folder.fold")));
        setGraphic(isEditing() ? field : folder(heading));
    }

    private static Node folder(Row.FolderHeading heading) {
        var fold = heading.fold() == Row.Fold.OPEN ? Icon.UNFOLDED : Icon.FOLDED;
        var name = new Label(heading.folder().name(), fold.node());
        name.setMinWidth(0);
        var count = new Label(String.valueOf(heading.count()));
        count.setMinWidth(USE_PREF_SIZE);
        var line = new HBox(name, count);
        line.getStyleClass().add("folder-line");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void show(Row.Item item) {
        getStyleClass().add("conversation");
        setContextMenu(menus.of(item.conversation()));
        String name = name(item.conversation(), messages);
        title.setText(name);
        setAccessibleText(item.excerpt().map(e -> name + ". " + e.text()).orElse(name));
        setTooltip(new Tooltip(name));
        excerpt.setVisible(item.excerpt().isPresent());
        excerpt.setManaged(item.excerpt().isPresent());
        item.excerpt().ifPresent(excerpt::show);
        setGraphic(isEditing() ? field : conversation);
    }

    @Override
    public void startEdit() {
        super.startEdit();
        if (!isEditing()) {
            return;
        }
        switch (getItem()) {
            case Row.Item(Conversation item, _) ->
                    edit(name(item, messages), "library.rename.field");
            case Row.FolderHeading heading ->
                    edit(heading.folder().name(), "library.folder.rename.field");
            case null, default -> cancelEdit();
        }
    }

    private void edit(String name, String key) {
        field.setText(name);
        field.setAccessibleText(messages.text(key));
        setGraphic(field);
        field.requestFocus();
        field.selectAll();
    }

    @Override
    public void cancelEdit() {
        super.cancelEdit();
        updateItem(getItem(), isEmpty());
    }

    private void commit() {
        switch (getItem()) {
            case Row.Item(Conversation item, _) -> viewModel.rename(item, field.getText());
            case Row.FolderHeading heading -> viewModel.rename(heading.folder(), field.getText());
            case null, default -> {}
        }
        cancelEdit();
        getListView().requestFocus();
    }

    private void cancelOnEscape(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            cancelEdit();
            getListView().requestFocus();
            event.consume();
        }
    }

    private String nameOf(Row.Group group) {
        return messages.text(
                switch (group) {
                    case PINNED -> "library.pinned";
                    case TODAY -> "library.today";
                    case YESTERDAY -> "library.yesterday";
                    case EARLIER -> "library.earlier";
                });
    }

    static String name(Conversation conversation, Messages messages) {
        return conversation.title().isEmpty()
                ? messages.text("library.untitled")
                : conversation.title();
    }
}
