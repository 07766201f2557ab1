package dev.nunchi.app.ui.theme;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/// Draws the whole content of a window larger or smaller: text, controls and the space between them
/// alike, as if the window were smaller or larger. Pop-ups have windows of their own and get their
/// size from [Appearance].
final class Magnified extends Region {
    private final Node content;
    private final Scale scale = new Scale();

    /// @param factor `1` for the usual size
    Magnified(Node content, ObservableValue<Double> factor) {
        this.content = content;
        content.getTransforms().add(scale);
        getChildren().add(content);
        factor.subscribe(this::magnify);
    }

    private void magnify(double factor) {
        scale.setX(factor);
        scale.setY(factor);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        content.resizeRelocate(0, 0, getWidth() / scale.getX(), getHeight() / scale.getY());
    }

    @Override
    protected double computeMinWidth(double height) {
        return content.minWidth(-1) * scale.getX();
    }

    @Override
    protected double computeMinHeight(double width) {
        return content.minHeight(-1) * scale.getY();
    }

    @Override
    protected double computePrefWidth(double height) {
        return content.prefWidth(-1) * scale.getX();
    }

    @Override
    protected double computePrefHeight(double width) {
        return content.prefHeight(-1) * scale.getY();
    }
}
