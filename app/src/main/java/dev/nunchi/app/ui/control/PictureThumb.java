package dev.nunchi.app.ui.control;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A picture waiting to be sent: 72 px, its number, a thin line while it is being read, and a way
/// to take it off again by mouse (✕) or keyboard (Delete).
public final class PictureThumb extends StackPane {
    public static final double SIDE = 72;

    private static final double RADIUS = 10;
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    /// How far the reading of the picture is.
    public enum Progress {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    private final RoundedPicture picture = new RoundedPicture(SIDE, SIDE, RADIUS);
    private final Button badge = new Button();
    private final ProgressBar line = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
    private final Button remove = new Button("", new FontIcon(Feather.X));
    private final FontIcon failure = new FontIcon(Feather.ALERT_TRIANGLE);
    private final Tooltip tooltip = new Tooltip();

    /// @param removeWord name of the ✕ for tooltip and screen reader
    /// @param onNumber runs when the number is clicked, and on Enter
    public PictureThumb(String removeWord, Runnable onRemove, Runnable onNumber) {
        getStyleClass().add("picture-thumb");
        setMinSize(SIDE, SIDE);
        setMaxSize(SIDE, SIDE);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.BUTTON);
        badge.getStyleClass().setAll("badge");
        badge.setFocusTraversable(false);
        badge.setOnAction(_ -> onNumber.run());
        StackPane.setAlignment(badge, Pos.TOP_LEFT);
        line.getStyleClass().add("thin-progress");
        StackPane.setAlignment(line, Pos.BOTTOM_CENTER);
        failure.getStyleClass().add("failure");
        getChildren().addAll(picture, failure, badge, line, removeButton(removeWord, onRemove));
        Tooltip.install(this, tooltip);
        setOnMousePressed(_ -> requestFocus());
        addEventHandler(KeyEvent.KEY_PRESSED, event -> removeByKey(event, onRemove));
        addEventHandler(KeyEvent.KEY_PRESSED, event -> numberByKey(event, onNumber));
    }

    private Button removeButton(String word, Runnable onRemove) {
        remove.getStyleClass().add("thumb-remove");
        remove.setAccessibleText(word);
        remove.setTooltip(new Tooltip(word));
        remove.setFocusTraversable(false);
        remove.setOnAction(_ -> onRemove.run());
        remove.visibleProperty().bind(hoverProperty().or(focusedProperty()));
        StackPane.setAlignment(remove, Pos.TOP_RIGHT);
        return remove;
    }

    private static void removeByKey(KeyEvent event, Runnable onRemove) {
        if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
            onRemove.run();
            event.consume();
        }
    }

    private static void numberByKey(KeyEvent event, Runnable onNumber) {
        if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            onNumber.run();
            event.consume();
        }
    }

    public void setImage(Image image) {
        picture.setImage(image);
    }

    /// The picture's place in the question, from 1.
    ///
    /// @param word what clicking the number does
    public void setNumber(int number, String word) {
        badge.setText(Integer.toString(number));
        badge.setAccessibleText(word);
        badge.setTooltip(new Tooltip(word));
    }

    /// How much of the work is done.
    ///
    /// @param fraction `0..1`, or -1 if not known
    public void setFraction(double fraction) {
        line.setProgress(fraction);
    }

    /// @param description the picture's name and what is being done with it
    public void show(Progress progress, String description) {
        line.setVisible(progress == Progress.RUNNING || progress == Progress.WAITING);
        failure.setVisible(progress == Progress.FAILED);
        pseudoClassStateChanged(FAILED, progress == Progress.FAILED);
        tooltip.setText(description);
        setAccessibleText(description);
    }
}
