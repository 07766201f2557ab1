package dev.nunchi.app.ui.theme;

import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.TextArea;
import javafx.stage.Window;

/// What came of something that a person asked for.
///
/// @param title one sentence
/// @param body the rest, a line each; may be empty
/// @param close the word on the button
public record Notice(String title, String body, String close) {
    private static final int LONG = 4;
    private static final int MAX_ROWS = 12;

    /// Shows it over a window; returns at once. FX thread only.
    public void show(Window owner) {
        var alert =
                new Alert(
                        Alert.AlertType.NONE, body, new ButtonType(close, ButtonData.CANCEL_CLOSE));
        alert.initOwner(owner);
        alert.setTitle(title);
        alert.setHeaderText(title);
        long lines = body.lines().count();
        if (lines > LONG) {
            var text = new TextArea(body);
            text.setEditable(false);
            text.setWrapText(true);
            text.setPrefRowCount((int) Math.min(MAX_ROWS, lines));
            alert.getDialogPane().setContent(text);
        }
        alert.show();
    }
}
