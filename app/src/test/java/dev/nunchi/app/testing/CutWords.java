package dev.nunchi.app.testing;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Looks through all that is in sight for texts that end in an ellipsis for want of room.
public final class CutWords {
    private CutWords() {}

    /// @return a line for each: the text, as it is shown, where
    public static List<String> below(Parent root) {
        var found = new ArrayList<String>();
        visit(root, found);
        return found;
    }

    private static void visit(Node node, List<String> found) {
        if (!node.isVisible()) {
            return;
        }
        if (node instanceof Labeled labeled) {
            shown(labeled)
                    .filter(text -> isCut(labeled, text))
                    .forEach(text ->
                            found.add(
                                    "%s as %s in %s"
                                            .formatted(labeled.getText(), text, pathOf(node))));
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> visit(child, found));
        }
    }

    private static Stream<String> shown(Labeled labeled) {
        return labeled.getChildrenUnmodifiable().stream()
                .filter(Text.class::isInstance)
                .map(Text.class::cast)
                .filter(Node::isVisible)
                .map(Text::getText);
    }

    private static boolean isCut(Labeled labeled, String shown) {
        String whole = Objects.requireNonNullElse(labeled.getText(), "");
        String end = labeled.getEllipsisString();
        return !whole.isEmpty() && !whole.endsWith(end) && (shown.isEmpty() || shown.endsWith(end));
    }

    private static String pathOf(Node node) {
        var path = new ArrayList<String>();
        for (Node at = node; at != null && path.size() < 5; at = at.getParent()) {
            String id = at.getId() == null ? "" : "#" + at.getId();
            path.addFirst(at.getClass().getSimpleName() + id + at.getStyleClass());
        }
        return String.join(" > ", path);
    }
}
