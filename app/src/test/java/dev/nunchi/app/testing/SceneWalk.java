package dev.nunchi.app.testing;

import dev.nunchi.app.ui.control.Hindrance;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.paint.ImagePattern;
import javafx.scene.shape.Shape;
import javafx.scene.text.Text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks through all that is in sight for what a screen reader could not tell.
public final class SceneWalk {
    private final Set<Node> labelled = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private int controls;

    private SceneWalk() {}

    /// What was found.
    ///
    /// @param faults one line each
    /// @param controls how many controls can have the focus: a walk that meets none proves nothing
    public record Found(List<String> faults, int controls) {}

    /// Walks over a scene below its root.
    public static Found below(Parent root) {
        var walk = new SceneWalk();
        walk.findLabels(root);
        walk.visit(root, false);
        return new Found(List.copyOf(walk.faults), walk.controls);
    }

    private void findLabels(Node node) {
        if (node instanceof Label label
                && label.getLabelFor() != null
                && !isBlank(label.getText())) {
            labelled.add(label.getLabelFor());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(this::findLabels);
        }
    }

    /// @param named whether something around the node has a name
    private void visit(Node node, boolean named) {
        if (!node.isVisible()) {
            return;
        }
        boolean hasName = isNamed(node);
        if (node.isFocusTraversable() && !isReadByItsContent(node)) {
            controls++;
            if (!hasName) {
                faults.add("no name: " + pathOf(node));
            }
        }
        if (isPicture(node) && !hasName && !named) {
            faults.add("picture without words: " + pathOf(node));
        }
        if (node instanceof Control
                && node.isDisable()
                && (node instanceof ButtonBase || node.isFocusTraversable())
                && Hindrance.of(node).filter(why -> !why.isBlank()).isEmpty()) {
            faults.add("disabled without a reason: " + pathOf(node));
        }
        if (node instanceof Parent parent) {
            // A label's own text or picture is told with the label.
            parent.getChildrenUnmodifiable().forEach(child -> visit(child, named || hasName));
        }
    }

    private boolean isNamed(Node node) {
        boolean byText =
                (node instanceof Labeled labelled && !isBlank(labelled.getText()))
                        || (node instanceof Text text && !isBlank(text.getText()));
        return byText || !isBlank(node.getAccessibleText()) || labelled.contains(node);
    }

    /// Scroll panes are no controls: a screen reader goes through what is in them.
    private static boolean isReadByItsContent(Node node) {
        return node instanceof ScrollPane || node instanceof ScrollBar;
    }

    private static boolean isPicture(Node node) {
        return (node instanceof ImageView view && view.getImage() != null)
                || (node instanceof Shape shape && shape.getFill() instanceof ImagePattern);
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }

    private static String pathOf(Node node) {
        var path = new ArrayList<String>();
        for (Node at = node; at != null && path.size() < 6; at = at.getParent()) {
            String id = at.getId() == null ? "" : "#" + at.getId();
            path.addFirst(at.getClass().getSimpleName() + id + at.getStyleClass());
        }
        return String.join(" > ", path);
    }
}
