package dev.nunchi.app.ui.inspect;

import dev.nunchi.app.ui.control.PictureImages;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.image.Region;

import javafx.scene.image.ImageView;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.Shape;

import java.util.List;

/// A picture in which the parts that a model takes in are outlined, and what it does not is dimmed.
final class OutlinedPicture extends Pane {
    private static final int PIXELS = 720;
    private static final double HIGHEST = 360;

    /// @param regions in the picture's pixels; with several, the first is the whole
    /// @param width as drawn, unless that would be too high
    OutlinedPicture(Picture picture, List<Region> regions, double width) {
        getStyleClass().add("outlined-picture");
        double scale = Math.min(width / picture.width(), HIGHEST / picture.height());
        double drawnWidth = picture.width() * scale;
        double drawnHeight = picture.height() * scale;
        var small = PictureEncoder.scaledToFit(picture, PIXELS);
        var view = new ImageView(PictureImages.image(small));
        view.setFitWidth(drawnWidth);
        view.setFitHeight(drawnHeight);
        setMinSize(drawnWidth, drawnHeight);
        setPrefSize(drawnWidth, drawnHeight);
        setMaxSize(drawnWidth, drawnHeight);
        setClip(new Rectangle(drawnWidth, drawnHeight));
        getChildren().add(view);
        Shape unseen = new Rectangle(drawnWidth, drawnHeight);
        for (var region : regions) {
            var box =
                    new Rectangle(
                            region.x() * scale,
                            region.y() * scale,
                            region.width() * scale,
                            region.height() * scale);
            unseen = Shape.subtract(unseen, box);
        }
        if (!regions.isEmpty()) {
            unseen.getStyleClass().add("unseen");
            getChildren().add(unseen);
        }
        for (var region : regions) {
            getChildren().add(outline(region, scale, drawnWidth, drawnHeight));
        }
    }

    /// Within the picture: padding around it would lie outside of the clip.
    private static Rectangle outline(Region region, double scale, double width, double height) {
        double left = Math.max(1, region.x() * scale);
        double top = Math.max(1, region.y() * scale);
        double right = Math.min(width - 1, (region.x() + region.width()) * scale);
        double bottom = Math.min(height - 1, (region.y() + region.height()) * scale);
        var box = new Rectangle(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
        box.getStyleClass().add("seen-outline");
        return box;
    }
}
