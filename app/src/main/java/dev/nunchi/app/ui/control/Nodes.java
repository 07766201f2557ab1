package dev.nunchi.app.ui.control;

import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The small parts that views are made of.
public final class Nodes {
    private Nodes() {}

    /// Words that break into lines as they need to.
    public static Label label(String text, String... styles) {
        var label = new Label(text);
        label.getStyleClass().addAll(styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /// Words in a drawing that places its parts itself: small, cut at the end where there is no
    /// room.
    public static Label plotLabel(String text) {
        var label = new Label(text);
        label.getStyleClass().add("small");
        label.setTextOverrun(OverrunStyle.ELLIPSIS);
        label.setManaged(false);
        return label;
    }

    /// Words after an icon that says what kind they are.
    public static HBox iconLine(Icon icon, String text, String style) {
        var line = new HBox(icon.node(), label(text, style));
        line.getStyleClass().addAll("icon-line", style);
        line.setAlignment(Pos.TOP_LEFT);
        return line;
    }

    public static Button button(String text, String id, Runnable act) {
        var button = new Button(text);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> act.run());
        return button;
    }

    /// A control under its name.
    public static VBox named(String name, Control control) {
        var label = label(name, "muted", "small");
        label.setLabelFor(control);
        control.setAccessibleText(name);
        var box = new VBox(label, control);
        box.getStyleClass().add("named-control");
        return box;
    }

    public static Region space() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
