package dev.nunchi.app.ui.control;

import dev.nunchi.engine.image.Picture;

import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/// The engine's pictures as the window draws them.
public final class PictureImages {
    private PictureImages() {}

    /// All of its pixels.
    public static Image image(Picture picture) {
        var image = new WritableImage(picture.width(), picture.height());
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        picture.width(),
                        picture.height(),
                        PixelFormat.getIntArgbInstance(),
                        picture.argb(),
                        0,
                        picture.width());
        return image;
    }

    /// @param width as drawn
    public static ImageView view(Picture picture, double width) {
        var view = new ImageView(image(picture));
        view.setFitWidth(width);
        view.setPreserveRatio(true);
        return view;
    }
}
