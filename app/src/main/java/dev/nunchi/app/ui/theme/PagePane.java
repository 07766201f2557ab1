package dev.nunchi.app.ui.theme;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The frame of a page: its title, at most one primary act at the top right, and a single centred
/// column that scrolls.
public final class PagePane extends ScrollPane {
    private static final double COLUMN_WIDTH = 760;
    private static final double MARGIN = 16;

    private final VBox column = new VBox();

    /// @param act none, or the one thing this page is for
    public PagePane(String title, Node... act) {
        getStyleClass().add("page");
        column.getStyleClass().add("page-column");
        column.setMaxWidth(COLUMN_WIDTH);
        column.getChildren().add(header(title, act));
        var centred = new StackPane(column);
        centred.setAlignment(Pos.TOP_CENTER);
        centred.getStyleClass().add("page-body");
        setContent(centred);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
    }

    /// Puts content below what is there.
    public void add(Node... content) {
        column.getChildren().addAll(content);
    }

    /// Moves the view so that a part of the page is at its top, as far as the page goes.
    public void scrollTo(Node part) {
        layout();
        double top = getContent().sceneToLocal(part.localToScene(part.getLayoutBounds())).getMinY();
        double hidden =
                getContent().getLayoutBounds().getHeight() - getViewportBounds().getHeight();
        setVvalue(hidden <= 0 ? 0 : Math.clamp((top - MARGIN) / hidden, 0, 1));
    }

    private static HBox header(String title, Node... act) {
        var heading = new Label(title);
        heading.getStyleClass().add("page-title");
        heading.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var header = new HBox(heading, space);
        header.getStyleClass().add("page-header");
        header.setAlignment(Pos.CENTER_LEFT);
        header.getChildren().addAll(act);
        return header;
    }
}
