package dev.nunchi.app.ui.library;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.ui.theme.Icon;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;

import java.util.Optional;

/// What can be done with a line of the list.
final class RowMenus {
    private final LibraryViewModel viewModel;
    private final Messages messages;
    private final ConversationCell cell;
    private final ConversationCell.Acts acts;

    RowMenus(
            LibraryViewModel viewModel,
            Messages messages,
            ConversationCell cell,
            ConversationCell.Acts acts) {
        this.viewModel = viewModel;
        this.messages = messages;
        this.cell = cell;
        this.acts = acts;
    }

    private void rename() {
        acts.rename().accept(cell.getIndex());
    }

    ContextMenu of(Conversation conversation) {
        var renaming = item("library.rename", this::rename);
        renaming.setGraphic(Icon.RENAME.node());
        renaming.setAccelerator(new KeyCodeCombination(KeyCode.F2));
        boolean pinned = conversation.pinnedAt().isPresent();
        var pin =
                item(
                        pinned ? "library.unpin" : "library.pin",
                        () -> viewModel.togglePin(conversation));
        pin.setGraphic(Icon.PIN.node());
        var delete = item("library.delete", () -> viewModel.delete(conversation));
        delete.setGraphic(Icon.DELETE.node());
        delete.setAccelerator(new KeyCodeCombination(KeyCode.DELETE));
        delete.getStyleClass().add("danger");
        return new ContextMenu(
                renaming,
                pin,
                move(conversation),
                acts.exchange().menu(conversation, cell),
                delete);
    }

    private Menu move(Conversation conversation) {
        var menu = new Menu(messages.text("library.folder.move"), Icon.FOLDER.node());
        for (var folder : viewModel.folders()) {
            var target = new MenuItem(folder.name());
            target.setMnemonicParsing(false);
            target.setDisable(conversation.folder().equals(Optional.of(folder.id())));
            target.setOnAction(_ -> viewModel.move(conversation, Optional.of(folder)));
            menu.getItems().add(target);
        }
        if (!menu.getItems().isEmpty()) {
            menu.getItems().add(new SeparatorMenuItem());
        }
        menu.getItems().add(item("library.folder.create", () -> createAround(conversation)));
        if (conversation.folder().isPresent()) {
            menu.getItems()
                    .add(
                            item(
                                    "library.folder.out",
                                    () -> viewModel.move(conversation, Optional.empty())));
        }
        return menu;
    }

    private void createAround(Conversation conversation) {
        viewModel.createFolder(
                messages.text("library.folder.new"),
                Optional.of(conversation),
                acts.renameFolder());
    }

    ContextMenu of(Row.FolderHeading heading) {
        return new ContextMenu(
                item("library.folder.rename", this::rename),
                item("library.folder.remove", () -> viewModel.remove(heading.folder())));
    }

    private MenuItem item(String key, Runnable act) {
        var item = new MenuItem(messages.text(key));
        item.setOnAction(_ -> act.run());
        return item;
    }
}
