package dev.nunchi.app.ui.library;

import dev.nunchi.app.store.Excerpt;

import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// A piece of a turn with the searched words marked, in at most two lines.
final class ExcerptFlow extends TextFlow {
    private static final double TWO_LINES = 36;

    ExcerptFlow() {
        getStyleClass().add("excerpt");
        setMinWidth(0);
        var window = new Rectangle();
        window.widthProperty().bind(widthProperty());
        window.heightProperty().bind(heightProperty());
        setClip(window);
    }

    void show(Excerpt excerpt) {
        getChildren().clear();
        int at = 0;
        for (var mark : excerpt.marks()) {
            add(excerpt.text().substring(at, mark.from()), "excerpt-text");
            add(excerpt.text().substring(mark.from(), mark.to()), "excerpt-mark");
            at = mark.to();
        }
        add(excerpt.text().substring(at), "excerpt-text");
    }

    private void add(String words, String styleClass) {
        var run = new Text(words);
        run.getStyleClass().add(styleClass);
        getChildren().add(run);
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.min(TWO_LINES, super.computePrefHeight(width));
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }
}
