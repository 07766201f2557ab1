package dev.nunchi.app.ui.control;

import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;

import java.util.function.Consumer;

/// Lets a node follow a model that outlives it, as long as the node is in a window. So a page that
/// was replaced, e.g. for another language, is neither kept alive nor kept at work by the model.
public final class WhileShown {
    private WhileShown() {}

    /// Gives the value now, and again whenever it has changed while the node is in a window.
    public static <T> void follow(Node node, ObservableValue<T> value, Consumer<? super T> act) {
        value.when(shown(node)).subscribe(act);
    }

    /// Runs when the node comes into a window, and after each change of the list while it is there.
    public static <T> void follow(Node node, ObservableList<T> list, Runnable act) {
        ListChangeListener<T> listener = _ -> act.run();
        shown(node)
                .subscribe(there -> {
                    if (there) {
                        list.addListener(listener);
                        act.run();
                    } else {
                        list.removeListener(listener);
                    }
                });
    }

    private static ObservableValue<Boolean> shown(Node node) {
        return node.sceneProperty().map(_ -> true).orElse(false);
    }
}
