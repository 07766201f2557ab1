package dev.nunchi.app.ui.generate;

import dev.nunchi.app.teach.Box;

import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;

import java.util.List;

/// A picture with its boxes and what they mark.
final class SymbolPicture extends Pane {
    /// The longer side of the picture, at most.
    static final double SIDE = 280;

    private static final double RADIUS = 14;

    /// With more boxes, names would hide the picture.
    private static final int MOST_NAMES = 8;

    SymbolPicture(Image image, List<Box> boxes) {
        getStyleClass().add("symbol-picture");
        double scale = SIDE / Math.max(image.getWidth(), image.getHeight());
        double width = image.getWidth() * scale;
        double height = image.getHeight() * scale;
        setMinSize(width, height);
        setMaxSize(width, height);
        var view = new ImageView(image);
        view.setFitWidth(width);
        view.setFitHeight(height);
        var clip = new Rectangle(width, height);
        clip.setArcWidth(2 * RADIUS);
        clip.setArcHeight(2 * RADIUS);
        setClip(clip);
        getChildren().add(view);
        for (var box : boxes) {
            var outline =
                    new Rectangle(
                            box.x0() * width,
                            box.y0() * height,
                            box.width() * width,
                            box.height() * height);
            outline.getStyleClass().add("symbol-box");
            getChildren().add(outline);
        }
        if (boxes.size() <= MOST_NAMES) {
            boxes.forEach(box -> name(box, width, height));
        }
    }

    private void name(Box box, double width, double height) {
        var name = new Label(box.category());
        name.getStyleClass().add("symbol-name");
        name.relocate(box.x0() * width, box.y0() * height);
        getChildren().add(name);
    }
}
