package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.TabMovesOn;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Where a person writes what an answer should have been.
final class CorrectionField extends VBox {
    private static final int MIN_ROWS = 3;
    private static final int MAX_ROWS = 12;
    private static final int CHARACTERS_A_ROW = 70;

    private final TurnItem turn;
    private final ChatViewModel model;
    private Runnable onClose = () -> {};
    private final TextArea field = new TextArea();

    CorrectionField(TurnItem turn, ChatViewModel model, Messages messages) {
        this.turn = turn;
        this.model = model;
        getStyleClass().add("correction");
        field.setWrapText(true);
        show(turn.getText());
        field.setAccessibleText(messages.text("chat.correct.field"));
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        TabMovesOn.from(field);
        var hint = new Label(messages.text("chat.correct.hint"));
        hint.getStyleClass().addAll("small", "muted");
        hint.setWrapText(true);
        hint.setMinWidth(0);
        HBox.setHgrow(hint, Priority.ALWAYS);
        hint.setMaxWidth(Double.MAX_VALUE);
        var row =
                new HBox(
                        hint,
                        button(messages.text("chat.correct.cancel"), "quiet", this::close),
                        button(messages.text("chat.correct.save"), "primary", this::save));
        row.getStyleClass().add("correction-acts");
        row.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(field, row);
    }

    private static Button button(String word, String style, Runnable act) {
        var button = new Button(word);
        button.getStyleClass().add(style);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> act.run());
        return button;
    }

    private void show(String text) {
        long lines = text.lines().mapToLong(l -> 1 + l.length() / CHARACTERS_A_ROW).sum();
        field.setPrefRowCount(Math.clamp(lines + 1, MIN_ROWS, MAX_ROWS));
        field.setText(text);
    }

    /// @param listener the person is done with it, one way or the other
    void onClose(Runnable listener) {
        onClose = listener;
    }

    void focusField() {
        field.requestFocus();
        field.end();
    }

    private void save() {
        String text = field.getText();
        close();
        model.correct(turn, text);
    }

    private void close() {
        onClose.run();
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            close();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            save();
            event.consume();
        }
    }
}
