package dev.nunchi.app.ui.control;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// What happened, what to do, and behind *Details* what the program knows about it.
public final class Banner extends VBox {
    private static final int DETAIL_ROWS = 4;

    /// How much it matters; shown by icon and colour.
    public enum Kind {
        NOTICE,
        ERROR
    }

    /// The words on its buttons.
    public record Words(String details, String dismiss) {}

    private final Label sentence = new Label();
    private final Button act = new Button();
    private final ToggleButton details;
    private final TextArea detailText = new TextArea();

    public Banner(Kind kind, Words words, Runnable onDismiss) {
        getStyleClass().addAll("banner", kind == Kind.ERROR ? "error" : "notice");
        setAccessibleRole(AccessibleRole.TEXT);
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        sentence.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        act.getStyleClass().add("banner-act");
        act.setMinWidth(Region.USE_PREF_SIZE);
        details = new ToggleButton(words.details());
        details.getStyleClass().add("quiet");
        details.setMinWidth(Region.USE_PREF_SIZE);
        setUpDetailText();
        var icon = new FontIcon(kind == Kind.ERROR ? Feather.ALERT_TRIANGLE : Feather.INFO);
        icon.getStyleClass().add("banner-icon");
        var row = new HBox(icon, sentence, act, details, dismissButton(words, onDismiss));
        row.getStyleClass().add("banner-row");
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(row, detailText);
    }

    private void setUpDetailText() {
        detailText.setEditable(false);
        detailText.setWrapText(true);
        detailText.setPrefRowCount(DETAIL_ROWS);
        detailText.visibleProperty().bind(details.selectedProperty());
        detailText.managedProperty().bind(details.selectedProperty());
    }

    private static Button dismissButton(Words words, Runnable onDismiss) {
        var dismiss = new Button("", new FontIcon(Feather.X));
        dismiss.getStyleClass().addAll("quiet", "icon-button");
        dismiss.setAccessibleText(words.dismiss());
        dismiss.setTooltip(new Tooltip(words.dismiss()));
        dismiss.setOnAction(_ -> onDismiss.run());
        return dismiss;
    }

    /// @param detail empty: no Details
    public void show(String text, String detail) {
        sentence.setText(text);
        setAccessibleText(text);
        detailText.setText(detail);
        details.setSelected(false);
        show(details, !detail.isEmpty());
        hideAct();
    }

    /// Offers something to do about it.
    public void offer(String word, Runnable run) {
        act.setText(word);
        act.setOnAction(_ -> run.run());
        show(act, true);
    }

    private void hideAct() {
        show(act, false);
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
