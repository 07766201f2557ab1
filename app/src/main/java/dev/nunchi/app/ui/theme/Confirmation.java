package dev.nunchi.app.ui.theme;

import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.stage.Window;

/// A question before something that cannot be undone.
///
/// @param title the question
/// @param body what exactly will happen
/// @param act the verb on the button that does it
/// @param cancel the word on the other one
public record Confirmation(String title, String body, String act, String cancel) {
    /// Shows the question over a window and waits for the answer. FX thread only.
    public boolean isGiven(Window owner) {
        var yes = new ButtonType(act, ButtonData.OK_DONE);
        var no = new ButtonType(cancel, ButtonData.CANCEL_CLOSE);
        var alert = new Alert(Alert.AlertType.NONE, body, yes, no);
        alert.initOwner(owner);
        alert.setTitle(title);
        alert.setHeaderText(title);
        Node button = alert.getDialogPane().lookupButton(yes);
        button.getStyleClass().addAll("danger", "confirm-act");
        return alert.showAndWait().filter(yes::equals).isPresent();
    }
}
