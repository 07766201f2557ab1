package dev.nunchi.app.ui.theme;

import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.transform.Scale;

/// The mark: an eye of two strokes whose lower lid is a speech tail. Same lines as
/// `assets/artwork/mark.svg`.
public final class Mark {
    private static final double GRID = 24;
    private static final Color PAPER = Color.web("#FBFAF8");
    private static final Color ACCENT = Color.web("#0B6E6E");
    private static final String UPPER_LID = "M2 11.5C4.6 6.9 8 4.5 12 4.5s7.4 2.4 10 7";
    private static final String LOWER_LID =
            "M22 11.5c-2.5 4.4-5.7 6.7-9.4 7L8 22.3v-4.6C5.7 16.6 3.7 14.5 2 11.5";

    private Mark() {}

    /// The mark in the accent of the scene's tokens.
    ///
    /// @param size side in pixels
    public static Region node(double size) {
        var box = new StackPane(drawing(size));
        box.setMinSize(size, size);
        box.setMaxSize(size, size);
        return box;
    }

    /// The program's icon: paper on an accent tile. FX thread only.
    ///
    /// @param size side in pixels
    public static Image icon(int size) {
        var tile = new Rectangle(size, size, ACCENT);
        tile.setArcWidth(size * 28.0 / 64);
        tile.setArcHeight(size * 28.0 / 64);
        var drawing = drawing(size * 0.72);
        drawing.setTranslateX(size * 0.14);
        drawing.setTranslateY(size * 0.125);
        drawing.lookupAll(".mark-line").forEach(line -> ((SVGPath) line).setStroke(PAPER));
        drawing.lookupAll(".mark-pupil").forEach(pupil -> ((Circle) pupil).setFill(PAPER));
        var parameters = new SnapshotParameters();
        parameters.setFill(Color.TRANSPARENT);
        return new Scene(new Group(tile, drawing)).getRoot().snapshot(parameters, null);
    }

    private static Group drawing(double size) {
        var pupil = new Circle(12, 11.5, 2.9, ACCENT);
        pupil.getStyleClass().add("mark-pupil");
        var frame = new Rectangle(GRID, GRID, Color.TRANSPARENT);
        var group = new Group(frame, line(UPPER_LID), line(LOWER_LID), pupil);
        group.getTransforms().add(new Scale(size / GRID, size / GRID));
        return new Group(group);
    }

    private static SVGPath line(String path) {
        var line = new SVGPath();
        line.setContent(path);
        line.setFill(null);
        line.setStroke(ACCENT);
        line.setStrokeWidth(2);
        line.setStrokeLineCap(StrokeLineCap.ROUND);
        line.setStrokeLineJoin(StrokeLineJoin.ROUND);
        line.getStyleClass().add("mark-line");
        return line;
    }
}
