package dev.nunchi.app.ui.theme;

import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.stage.Window;

/// A question before something that a person should not do by mistake.
///
/// @param title the question
/// @param body what exactly will happen
/// @param act the verb on the button that does it
/// @param cancel the word on the other one
public record Confirmation(String title, String body, String act, String cancel) {
    private static final double WIDTH = 440;

    /// Asks before something that cannot be undone: shows the question over a window and waits for
    /// the answer. FX thread only.
    public boolean isGiven(Window owner) {
        return asked(owner, "danger");
    }

    /// As [#isGiven], before something harmless.
    public boolean isAgreed(Window owner) {
        return asked(owner, "primary");
    }

    private boolean asked(Window owner, String style) {
        var yes = new ButtonType(act, ButtonData.OK_DONE);
        var no = new ButtonType(cancel, ButtonData.CANCEL_CLOSE);
        var alert = new Alert(Alert.AlertType.NONE, body, yes, no);
        letGrow(alert.getDialogPane());
        alert.initOwner(owner);
        alert.setTitle(title);
        alert.setHeaderText(title);
        Node button = alert.getDialogPane().lookupButton(yes);
        button.getStyleClass().addAll(style, "confirm-act");
        return alert.showAndWait().filter(yes::equals).isPresent();
    }

    /// Gives a question the width of its sentences, and the height that they need then: an alert by
    /// itself cuts its words off after two lines.
    static void letGrow(DialogPane pane) {
        var words = new Label(pane.getContentText());
        words.getStyleClass().add("content");
        words.setWrapText(true);
        words.setPrefWidth(WIDTH);
        words.setMinHeight(Region.USE_PREF_SIZE);
        pane.setContent(words);
    }
}
