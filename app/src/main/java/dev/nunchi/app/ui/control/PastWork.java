package dev.nunchi.app.ui.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.Optional;

/// A card that lists what was done before: a line each with its state, facts and acts.
public final class PastWork extends VBox {
    private static final double SKELETON = 44;

    private final VBox rows = new VBox();

    public PastWork(String title, String id) {
        getStyleClass().addAll("card", "form-card");
        setId(id);
        rows.getStyleClass().add("past-rows");
        getChildren().addAll(Nodes.label(title, "section-title"), rows);
    }

    /// One thing that was done.
    ///
    /// @param name also told with each act
    public record Item(String name, String state, String facts, List<Button> acts) {
        public Item {
            acts = List.copyOf(acts);
        }
    }

    /// Where the lines will stand.
    public void showLoading() {
        rows.getChildren().setAll(skeleton(), skeleton());
    }

    /// @param none is told where there is nothing
    public void show(List<Item> items, String none) {
        if (items.isEmpty()) {
            rows.getChildren().setAll(Nodes.label(none, "muted"));
        } else {
            rows.getChildren().setAll(items.stream().map(PastWork::row).toList());
        }
    }

    /// An act of a line, told with what it is done to.
    ///
    /// @param hindrance why it cannot be done now
    public static Button act(
            String word, String subject, Optional<String> hindrance, Runnable act) {
        var button = new Button(word);
        button.setMinWidth(USE_PREF_SIZE);
        button.setAccessibleText(word + ": " + subject);
        button.setOnAction(_ -> act.run());
        Hindrance.set(button, hindrance);
        return button;
    }

    private static Node row(Item item) {
        var state = Nodes.label(item.state(), "tag");
        state.setMinWidth(USE_PREF_SIZE);
        var heading = new HBox(Nodes.label(item.name(), "strong"), state);
        heading.getStyleClass().add("acts");
        heading.setAlignment(Pos.CENTER_LEFT);
        var words = new VBox(heading, Nodes.label(item.facts(), "muted", "small"));
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(words);
        row.getChildren().addAll(item.acts());
        row.getStyleClass().add("past-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Region skeleton() {
        var skeleton = new Region();
        skeleton.getStyleClass().add("skeleton");
        skeleton.setMinHeight(SKELETON);
        return skeleton;
    }
}
