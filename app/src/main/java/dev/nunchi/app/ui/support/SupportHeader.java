package dev.nunchi.app.ui.support;

import dev.nunchi.app.ui.theme.Icon;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The title of a helping page, its acts, and the way back.
final class SupportHeader extends HBox {
    /// @param back what a screen reader calls the way back
    SupportHeader(String title, String back, Runnable onBack, Node... acts) {
        getStyleClass().add("support-header");
        setAlignment(Pos.CENTER_LEFT);
        var heading = new Label(title);
        heading.getStyleClass().add("page-title");
        heading.setMinWidth(Region.USE_PREF_SIZE);
        var rest = new FlowPane(acts);
        rest.getStyleClass().add("support-header-acts");
        rest.setMinWidth(0);
        HBox.setHgrow(rest, Priority.ALWAYS);
        var close = new Button("", Icon.CLOSE.node());
        close.setId("support-back");
        close.getStyleClass().addAll("quiet", "icon-button");
        close.setAccessibleText(back);
        close.setOnAction(_ -> onBack.run());
        getChildren().addAll(heading, rest, close);
    }
}
