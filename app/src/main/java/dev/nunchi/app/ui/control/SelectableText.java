package dev.nunchi.app.ui.control;

import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One block of styled text that can be selected with the mouse and copied with Ctrl+C or from its
/// menu, which JavaFX's own text flow cannot. Runs of the style class `md-code` get a background.
public final class SelectableText extends TextFlow {
    private final Path selection = new Path();
    private final Path codeBackground = new Path();
    private int anchor;
    private int caret;

    /// @param copyWord the entry of its menu; copies what is selected, or else all of it
    public SelectableText(List<? extends Node> runs, String copyWord) {
        getStyleClass().add("selectable-text");
        addBackground(codeBackground, "md-code-background");
        addBackground(selection, "selection");
        getChildren().addAll(runs);
        setCursor(Cursor.TEXT);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        addEventHandler(KeyEvent.KEY_PRESSED, this::typed);
        setOnContextMenuRequested(event -> showMenu(copyWord, event));
        focusedProperty().subscribe(this::forgetSelectionWithoutFocus);
    }

    private void showMenu(String copyWord, ContextMenuEvent event) {
        var copy = new MenuItem(copyWord);
        copy.setOnAction(_ -> copy(anchor == caret ? text() : selectedText()));
        var menu = new ContextMenu(copy);
        menu.setAutoHide(true);
        menu.show(this, event.getScreenX(), event.getScreenY());
        event.consume();
    }

    private void addBackground(Path path, String styleClass) {
        path.getStyleClass().add(styleClass);
        path.setManaged(false);
        path.setMouseTransparent(true);
        path.setStroke(null);
        getChildren().add(path);
    }

    /// All of its text.
    public String text() {
        return runs().stream().map(Text::getText).collect(Collectors.joining());
    }

    /// What is selected; empty when nothing is.
    public String selectedText() {
        return text().substring(Math.min(anchor, caret), Math.max(anchor, caret));
    }

    /// Selects characters `from` up to but not including `to`.
    public void select(int from, int to) {
        int length = text().length();
        anchor = Math.clamp(from, 0, length);
        caret = Math.clamp(to, 0, length);
        showSelection();
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        showCodeBackground();
        showSelection();
    }

    private List<Text> runs() {
        var runs = new ArrayList<Text>();
        for (var child : getChildren()) {
            if (child instanceof Text run) {
                runs.add(run);
            }
        }
        return runs;
    }

    private void showCodeBackground() {
        codeBackground.getElements().clear();
        int start = 0;
        for (var run : runs()) {
            int end = start + run.getText().length();
            if (run.getStyleClass().contains("md-code")) {
                codeBackground.getElements().addAll(getRangeShape(start, end, false));
            }
            start = end;
        }
    }

    private void showSelection() {
        selection.getElements().clear();
        if (anchor != caret) {
            selection
                    .getElements()
                    .addAll(getRangeShape(Math.min(anchor, caret), Math.max(anchor, caret), true));
        }
    }

    private void pressed(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        requestFocus();
        int index = indexAt(event);
        switch (event.getClickCount()) {
            case 1 -> select(event.isShiftDown() ? anchor : index, index);
            case 2 -> selectWord(index);
            default -> select(0, text().length());
        }
        event.consume();
    }

    private void dragged(MouseEvent event) {
        if (event.isPrimaryButtonDown()) {
            select(anchor, indexAt(event));
            event.consume();
        }
    }

    private int indexAt(MouseEvent event) {
        return getHitInfo(sceneToLocal(event.getSceneX(), event.getSceneY())).getInsertionIndex();
    }

    private void selectWord(int index) {
        var words = BreakIterator.getWordInstance();
        String text = text();
        words.setText(text);
        int end = words.following(Math.min(index, Math.max(0, text.length() - 1)));
        if (end != BreakIterator.DONE) {
            select(words.previous(), end);
        }
    }

    private void typed(KeyEvent event) {
        if (!event.isShortcutDown()) {
            return;
        }
        if (event.getCode() == KeyCode.A) {
            select(0, text().length());
            event.consume();
        } else if (event.getCode() == KeyCode.C && anchor != caret) {
            copy(selectedText());
            event.consume();
        }
    }

    private void forgetSelectionWithoutFocus(boolean focused) {
        if (!focused) {
            select(0, 0);
        }
    }

    static void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
