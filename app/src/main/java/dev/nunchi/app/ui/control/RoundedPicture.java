package dev.nunchi.app.ui.control;

import javafx.geometry.Rectangle2D;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Rectangle;

/// A frame of fixed size with rounded corners; the picture comes when it is there.
public final class RoundedPicture extends StackPane {
    private final ImageView view = new ImageView();

    /// @param radius of the corners
    public RoundedPicture(double width, double height, double radius) {
        getStyleClass().add("rounded-picture");
        setMinSize(width, height);
        setPrefSize(width, height);
        setMaxSize(width, height);
        view.setSmooth(true);
        view.setFitWidth(width);
        view.setFitHeight(height);
        var clip = new Rectangle(width, height);
        clip.setArcWidth(2 * radius);
        clip.setArcHeight(2 * radius);
        setClip(clip);
        getChildren().add(view);
    }

    /// Fills the frame with the middle of the picture.
    public void setImage(Image image) {
        double frame = view.getFitWidth() / view.getFitHeight();
        double width = Math.min(image.getWidth(), image.getHeight() * frame);
        double height = width / frame;
        view.setViewport(
                new Rectangle2D(
                        (image.getWidth() - width) / 2,
                        (image.getHeight() - height) / 2,
                        width,
                        height));
        view.setImage(image);
    }
}
