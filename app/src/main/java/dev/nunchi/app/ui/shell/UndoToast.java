package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.ui.library.LibraryViewModel;
import dev.nunchi.app.ui.theme.Icon;

import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;

import java.util.Optional;

/// Offers to bring back a deleted conversation; goes by itself, but not under the pointer.
final class UndoToast extends HBox {
    private static final Duration STAYS = Duration.seconds(8);
    private static final double MAX_SENTENCE = 360;

    private final LibraryViewModel library;
    private final Messages messages;
    private final Label sentence = new Label();
    private final PauseTransition stay = new PauseTransition(STAYS);

    UndoToast(LibraryViewModel library, Messages messages) {
        this.library = library;
        this.messages = messages;
        getStyleClass().add("toast");
        setId("undo-toast");
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        sentence.setMaxWidth(MAX_SENTENCE);
        sentence.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        getChildren().addAll(sentence, undo(), dismiss());
        stay.setOnFinished(_ -> library.forgetDeleted());
        hoverProperty()
                .subscribe(hover -> {
                    if (hover) {
                        stay.pause();
                    } else if (isVisible()) {
                        stay.playFromStart();
                    }
                });
        library.deletedProperty().subscribe(this::show);
    }

    private Button undo() {
        var undo = new Button(messages.text("shell.undo"));
        undo.setId("undo");
        undo.getStyleClass().addAll("quiet", "toast-act");
        undo.setMinWidth(Region.USE_PREF_SIZE);
        undo.setOnAction(_ -> library.undoDelete());
        return undo;
    }

    private Button dismiss() {
        var dismiss = new Button("", Icon.CLOSE.node());
        dismiss.getStyleClass().addAll("quiet", "icon-button");
        dismiss.setAccessibleText(messages.text("shell.dismiss"));
        dismiss.setOnAction(_ -> library.forgetDeleted());
        return dismiss;
    }

    private void show(Optional<Conversation> deleted) {
        setVisible(deleted.isPresent());
        setManaged(deleted.isPresent());
        stay.stop();
        deleted.ifPresent(conversation -> {
            String title =
                    conversation.title().isEmpty()
                            ? messages.text("library.untitled")
                            : conversation.title();
            sentence.setText(messages.text("library.deleted", title));
            setAccessibleText(sentence.getText());
            stay.playFromStart();
        });
    }
}
