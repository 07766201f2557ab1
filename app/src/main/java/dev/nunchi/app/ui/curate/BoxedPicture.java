package dev.nunchi.app.ui.curate;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.ui.control.PictureImages;
import dev.nunchi.engine.image.Picture;

import javafx.geometry.Rectangle2D;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A picture as large as there is room, with its boxes and their names. One kind of thing can be
/// brought forward; the others fade.
final class BoxedPicture extends Region {
    private static final double RADIUS = 14;
    private static final double MOST_ENLARGED = 2;

    /// With more boxes, names stand only at those that are brought forward: they would hide them.
    private static final int MOST_NAMES = 10;

    private final ImageView view = new ImageView();
    private final Rectangle clip = new Rectangle();
    private final List<Outline> outlines = new ArrayList<>();

    /// A box on the screen: light on dark, so that it is seen on every picture.
    private record Outline(Box box, Rectangle shade, Rectangle line, Label name) {}

    /// @param onHover hears the category under the pointer
    BoxedPicture(
            Picture picture, String name, List<Box> boxes, Consumer<Optional<String>> onHover) {
        getStyleClass().add("boxed-picture");
        setMinSize(0, 0);
        view.setImage(PictureImages.image(picture));
        view.setSmooth(true);
        view.setManaged(false);
        view.setAccessibleText(name);
        clip.setArcWidth(2 * RADIUS);
        clip.setArcHeight(2 * RADIUS);
        view.setClip(clip);
        getChildren().add(view);
        // Small boxes lie over large ones, so that the pointer reaches them.
        boxes.stream()
                .sorted((a, b) -> Double.compare(b.area(), a.area()))
                .forEach(box -> add(box, onHover));
        for (var outline : outlines) {
            getChildren().add(outline.name());
        }
        highlight(Optional.empty());
    }

    private void add(Box box, Consumer<Optional<String>> onHover) {
        var shade = rectangle("box-shade");
        var line = rectangle("box-line");
        shade.setMouseTransparent(true);
        line.setOnMouseEntered(_ -> onHover.accept(Optional.of(box.category())));
        line.setOnMouseExited(_ -> onHover.accept(Optional.empty()));
        var name = new Label(box.category());
        name.getStyleClass().add("box-name");
        name.setManaged(false);
        name.setMouseTransparent(true);
        getChildren().addAll(shade, line);
        outlines.add(new Outline(box, shade, line, name));
    }

    private static Rectangle rectangle(String style) {
        var rectangle = new Rectangle();
        rectangle.getStyleClass().add(style);
        rectangle.setManaged(false);
        return rectangle;
    }

    /// @param category the kind of thing that is brought forward; empty for none
    void highlight(Optional<String> category) {
        boolean few = outlines.size() <= MOST_NAMES;
        for (var outline : outlines) {
            boolean chosen = category.equals(Optional.of(outline.box().category()));
            boolean faded = category.isPresent() && !chosen;
            for (var part : List.of(outline.shade(), outline.line(), outline.name())) {
                part.getStyleClass().removeAll("forward", "faded");
                if (chosen) {
                    part.getStyleClass().add("forward");
                } else if (faded) {
                    part.getStyleClass().add("faded");
                }
            }
            outline.name().setVisible(chosen || (few && !faded));
        }
        requestLayout();
    }

    /// How high it is drawn if only the width limits it.
    double heightAt(double width) {
        var image = view.getImage();
        return image.getHeight() * Math.min(MOST_ENLARGED, width / image.getWidth());
    }

    @Override
    protected void layoutChildren() {
        double imageWidth = view.getImage().getWidth();
        double imageHeight = view.getImage().getHeight();
        double scale =
                Math.min(
                        MOST_ENLARGED,
                        Math.min(getWidth() / imageWidth, getHeight() / imageHeight));
        double width = Math.floor(imageWidth * scale);
        double height = Math.floor(imageHeight * scale);
        view.setFitWidth(width);
        view.setFitHeight(height);
        view.relocate(0, 0);
        clip.setWidth(width);
        clip.setHeight(height);
        for (var outline : outlines) {
            place(outline, new Rectangle2D(0, 0, width, height));
        }
    }

    /// @param frame the picture as it is drawn
    private static void place(Outline outline, Rectangle2D frame) {
        double left = frame.getMinX();
        double top = frame.getMinY();
        double width = frame.getWidth();
        double height = frame.getHeight();
        var box = outline.box();
        // Within the picture by the width of the line.
        double x0 = left + Math.max(2, box.x0() * width);
        double y0 = top + Math.max(2, box.y0() * height);
        double x1 = left + Math.min(width - 2, box.x1() * width);
        double y1 = top + Math.min(height - 2, box.y1() * height);
        for (var rectangle : List.of(outline.shade(), outline.line())) {
            rectangle.setX(x0);
            rectangle.setY(y0);
            rectangle.setWidth(Math.max(1, x1 - x0));
            rectangle.setHeight(Math.max(1, y1 - y0));
        }
        var name = outline.name();
        name.applyCss();
        double wide = Math.min(name.prefWidth(-1), width - 4);
        double high = name.prefHeight(-1);
        double nameX = Math.clamp(x0, left + 2, Math.max(left + 2, left + width - wide - 2));
        double above = y0 - high;
        name.resizeRelocate(
                Math.round(nameX),
                Math.round(above >= top + 2 ? above : Math.min(y0, top + height - high - 2)),
                wide,
                high);
    }
}
