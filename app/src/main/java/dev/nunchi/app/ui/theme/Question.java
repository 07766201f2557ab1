package dev.nunchi.app.ui.theme;

import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.stage.Window;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A question with several ways on.
///
/// @param title the question
/// @param body what speaks for which way
/// @param acts the verbs on the buttons, the recommended one first
/// @param cancel the word on the button that leaves everything as it is
public record Question(String title, String body, List<String> acts, String cancel) {
    public Question {
        acts = List.copyOf(acts);
    }

    /// Shows the question over a window and waits for the answer. FX thread only.
    ///
    /// @return the place of the chosen act; empty if there is none
    public OptionalInt answer(Window owner) {
        var buttons = new ArrayList<ButtonType>();
        for (String act : acts) {
            buttons.add(
                    new ButtonType(act, buttons.isEmpty() ? ButtonData.OK_DONE : ButtonData.OTHER));
        }
        var none = new ButtonType(cancel, ButtonData.CANCEL_CLOSE);
        buttons.add(none);
        var alert = new Alert(Alert.AlertType.NONE, body, buttons.toArray(ButtonType[]::new));
        Confirmation.letGrow(alert.getDialogPane());
        alert.initOwner(owner);
        alert.setTitle(title);
        alert.setHeaderText(title);
        alert.getDialogPane().lookupButton(buttons.getFirst()).getStyleClass().add("primary");
        var chosen = alert.showAndWait().filter(button -> button != none);
        return chosen.isPresent()
                ? OptionalInt.of(buttons.indexOf(chosen.get()))
                : OptionalInt.empty();
    }
}
