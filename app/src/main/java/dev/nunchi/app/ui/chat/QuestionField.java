package dev.nunchi.app.ui.chat;

import dev.nunchi.app.ui.control.TabMovesOn;

import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.scene.control.TextArea;
import javafx.scene.input.InputMethodEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;

/// A text field that grows to six lines. Enter sends, Shift+Enter breaks the line; while an input
/// method composes (Hangul), Enter belongs to it.
final class QuestionField extends TextArea {
    private static final int MAX_LINES = 6;
    private static final Insets PADDING = new Insets(8, 10, 8, 10);

    /// The caret needs a little more than the text, else the last line wraps late.
    private static final double CARET = 4;

    private static final PseudoClass OVERFLOWING = PseudoClass.getPseudoClass("overflowing");

    private final Text measure = new Text();
    private final Runnable onSend;
    private boolean composing;

    QuestionField(Runnable onSend) {
        this.onSend = onSend;
        getStyleClass().add("question-field");
        setWrapText(true);
        addEventFilter(
                InputMethodEvent.INPUT_METHOD_TEXT_CHANGED,
                event -> composing = !event.getComposed().isEmpty());
        focusedProperty().subscribe(_ -> composing = false);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        TabMovesOn.from(this);
        textProperty().subscribe(this::grow);
        promptTextProperty().subscribe(this::grow);
        widthProperty().subscribe(this::grow);
        fontProperty().subscribe(this::grow);
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() != KeyCode.ENTER) {
            return;
        }
        if (event.isShiftDown()) {
            replaceSelection("\n");
        } else if (!composing) {
            onSend.run();
        }
        event.consume();
    }

    /// What needs room: the text, or what stands in its place, and the line that the caret is on.
    private String shown() {
        if (getText().isEmpty()) {
            return getPromptText().isEmpty() ? "X" : getPromptText();
        }
        return getText().endsWith("\n") ? getText() + "X" : getText();
    }

    private void grow() {
        measure.setFont(getFont());
        measure.setText("X");
        measure.setWrappingWidth(0);
        double line = measure.getLayoutBounds().getHeight();
        measure.setWrappingWidth(
                Math.max(1, getWidth() - PADDING.getLeft() - PADDING.getRight() - CARET));
        measure.setText(shown());
        double all = measure.getLayoutBounds().getHeight();
        double text = Math.min(all, MAX_LINES * line);
        pseudoClassStateChanged(OVERFLOWING, all > text);
        double height = Math.ceil(text + PADDING.getTop() + PADDING.getBottom());
        setMinHeight(height);
        setPrefHeight(height);
        setMaxHeight(height);
    }
}
