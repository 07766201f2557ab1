package dev.nunchi.app.ui.library;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.ui.theme.Icon;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

import java.util.function.IntConsumer;

/// A line of the list: a heading, a conversation, or a conversation that is being renamed.
final class ConversationCell extends ListCell<Row> {
    private final Messages messages;
    private final LibraryViewModel viewModel;
    private final Label title = new Label();
    private final TextField field = new TextField();
    private final ContextMenu menu;

    /// @param rename begins to rename the conversation of a line
    ConversationCell(LibraryViewModel viewModel, Messages messages, IntConsumer rename) {
        this.messages = messages;
        this.viewModel = viewModel;
        this.menu = menu(rename);
        title.getStyleClass().add("conversation-title");
        // The list sizes its cells to itself; without this a long title would widen them.
        setPrefWidth(0);
        setOnMouseClicked(this::open);
        field.getStyleClass().add("conversation-field");
        field.setAccessibleText(messages.text("library.rename.field"));
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
    private void open(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY
                && getItem() instanceof Row.Item(Conversation conversation)) {
            viewModel.open(conversation.id());
        }
    }

    private ContextMenu menu(IntConsumer startRename) {
        var rename = new MenuItem(messages.text("library.rename"), Icon.RENAME.node());
        rename.setAccelerator(new KeyCodeCombination(KeyCode.F2));
        rename.setOnAction(_ -> startRename.accept(getIndex()));
        var delete = new MenuItem(messages.text("library.delete"), Icon.DELETE.node());
        delete.setAccelerator(new KeyCodeCombination(KeyCode.DELETE));
        delete.getStyleClass().add("danger");
        delete.setOnAction(_ -> deleteItem());
        return new ContextMenu(rename, delete);
    }

    private void deleteItem() {
        if (getItem() instanceof Row.Item(Conversation conversation)) {
            viewModel.delete(conversation);
        }
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
        super.updateItem(row, empty);
        getStyleClass().removeAll("conversation", "period");
        setDisable(!(row instanceof Row.Item));
        setContextMenu(row instanceof Row.Item ? menu : null);
        setTooltip(null);
        setText(null);
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        switch (row) {
            case Row.Heading(Row.Period period) -> {
                getStyleClass().add("period");
                setGraphic(null);
                setText(nameOf(period));
            }
            case Row.Item(Conversation conversation) -> {
                getStyleClass().add("conversation");
                show(conversation);
            }
        }
    }

    private void show(Conversation conversation) {
        String name = name(conversation, messages);
        title.setText(name);
        setAccessibleText(name);
        setTooltip(new Tooltip(name));
        setGraphic(isEditing() ? field : title);
    }

    @Override
    public void startEdit() {
        super.startEdit();
        if (isEditing() && getItem() instanceof Row.Item(Conversation conversation)) {
            field.setText(name(conversation, messages));
            setGraphic(field);
            field.requestFocus();
            field.selectAll();
        }
    }

    @Override
    public void cancelEdit() {
        super.cancelEdit();
        setGraphic(title);
    }

    private void commit() {
        if (getItem() instanceof Row.Item(Conversation conversation)) {
            viewModel.rename(conversation, field.getText());
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

    private String nameOf(Row.Period period) {
        return messages.text(
                switch (period) {
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
