package dev.nunchi.app.ui.control;

import javafx.scene.Cursor;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.input.ZoomEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Draws a picture as a [PictureZoom] says and turns wheel, fingers and mouse into changes of it.
final class ZoomPane extends Region {
    private static final double MARGIN = 48;
    private static final double PER_NOTCH = 1.15;

    /// A box smaller than this, in pixels, was a slip of the hand.
    private static final double SMALLEST_BOX = 8;

    /// What dragging does.
    enum Mouse {
        MOVES,
        DRAWS_A_BOX
    }

    private final ImageView view = new ImageView();
    private final Rectangle box = new Rectangle();
    private Optional<PictureZoom> zoom = Optional.empty();
    private Mouse mouse = Mouse.MOVES;
    private Consumer<PictureZoom.Part> onPart = _ -> {};
    private Runnable onClickBeside = () -> {};
    private Supplier<Optional<Path>> fileToDrag = Optional::empty;
    private @Nullable MouseEvent last;
    private double startX;
    private double startY;

    ZoomPane() {
        getStyleClass().add("zoom-pane");
        view.setSmooth(true);
        view.setManaged(false);
        box.getStyleClass().add("zoom-box");
        box.setManaged(false);
        box.setVisible(false);
        getChildren().addAll(view, box);
        var clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        addEventHandler(ZoomEvent.ZOOM, this::pinched);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        addEventHandler(MouseEvent.MOUSE_RELEASED, this::released);
        addEventHandler(MouseEvent.DRAG_DETECTED, this::dragOut);
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        widthProperty().subscribe(this::resized);
        heightProperty().subscribe(this::resized);
    }

    void onPart(Consumer<PictureZoom.Part> listener) {
        onPart = listener;
    }

    void onClickBeside(Runnable listener) {
        onClickBeside = listener;
    }

    /// @param file the picture as a file, if there is one yet
    void fileToDrag(Supplier<Optional<Path>> file) {
        fileToDrag = file;
    }

    void show(Image image) {
        view.setImage(image);
        fit();
    }

    void clear() {
        view.setImage(null);
        zoom = Optional.empty();
        box.setVisible(false);
    }

    Optional<Image> image() {
        return Optional.ofNullable(view.getImage());
    }

    void select(Mouse does) {
        mouse = does;
        box.setVisible(false);
        setCursor(does == Mouse.DRAWS_A_BOX ? Cursor.CROSSHAIR : Cursor.DEFAULT);
    }

    void fit() {
        var image = view.getImage();
        if (image != null && image.getWidth() > 0 && getWidth() > 0 && getHeight() > 0) {
            become(
                    PictureZoom.fit(
                            new PictureZoom.Size(image.getWidth(), image.getHeight()), window()));
        }
    }

    void by(double factor) {
        zoom.ifPresent(now -> become(now.by(factor)));
    }

    private PictureZoom.Size window() {
        return new PictureZoom.Size(
                Math.max(1, getWidth() - 2 * MARGIN), Math.max(1, getHeight() - 2 * MARGIN));
    }

    private void resized() {
        zoom.ifPresentOrElse(now -> become(now.in(window())), this::fit);
    }

    private void become(PictureZoom next) {
        zoom = Optional.of(next);
        view.setFitWidth(next.picture().width() * next.scale());
        view.setFitHeight(next.picture().height() * next.scale());
        view.relocate(MARGIN + next.x(), MARGIN + next.y());
    }

    private void scrolled(ScrollEvent event) {
        double factor = event.getDeltaY() > 0 ? PER_NOTCH : 1 / PER_NOTCH;
        if (event.getDeltaY() != 0) {
            zoom.ifPresent(
                    now -> become(now.by(factor, event.getX() - MARGIN, event.getY() - MARGIN)));
        }
        event.consume();
    }

    private void pinched(ZoomEvent event) {
        zoom.ifPresent(now ->
                become(
                        now.by(
                                event.getZoomFactor(),
                                event.getX() - MARGIN,
                                event.getY() - MARGIN)));
        event.consume();
    }

    private void pressed(MouseEvent event) {
        last = event;
        startX = event.getX();
        startY = event.getY();
    }

    private void dragged(MouseEvent event) {
        if (last == null || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (mouse == Mouse.DRAWS_A_BOX) {
            drawBox(event);
        } else {
            double dx = event.getX() - last.getX();
            double dy = event.getY() - last.getY();
            zoom.ifPresent(now -> become(now.moved(dx, dy)));
        }
        last = event;
        event.consume();
    }

    private void drawBox(MouseEvent event) {
        box.setX(Math.min(startX, event.getX()));
        box.setY(Math.min(startY, event.getY()));
        box.setWidth(Math.abs(event.getX() - startX));
        box.setHeight(Math.abs(event.getY() - startY));
        box.setVisible(true);
    }

    private void released(MouseEvent event) {
        last = null;
        if (!box.isVisible()) {
            return;
        }
        box.setVisible(false);
        if (Math.min(box.getWidth(), box.getHeight()) >= SMALLEST_BOX) {
            zoom.map(now ->
                            now.between(
                                    startX - MARGIN,
                                    startY - MARGIN,
                                    event.getX() - MARGIN,
                                    event.getY() - MARGIN))
                    .filter(part -> part.width() > 0 && part.height() > 0)
                    .ifPresent(onPart);
        }
        event.consume();
    }

    /// While all of the picture is seen there is nothing to look around for: dragging takes it out.
    private void dragOut(MouseEvent event) {
        boolean whole = zoom.filter(PictureZoom::isFit).isPresent();
        if (mouse == Mouse.MOVES && whole && isOnPicture(event)) {
            fileToDrag
                    .get()
                    .ifPresent(file -> {
                        var content = new ClipboardContent();
                        content.putFiles(List.of(file.toFile()));
                        startDragAndDrop(TransferMode.COPY).setContent(content);
                        event.consume();
                    });
        }
    }

    private boolean isOnPicture(MouseEvent event) {
        return view.getBoundsInParent().contains(event.getX(), event.getY());
    }

    private void clicked(MouseEvent event) {
        if (mouse == Mouse.MOVES && event.isStillSincePress() && !isOnPicture(event)) {
            onClickBeside.run();
        } else if (event.getClickCount() == 2 && mouse == Mouse.MOVES) {
            zoom.ifPresent(now ->
                    become(
                            now.isFit()
                                    ? now.by(2, event.getX() - MARGIN, event.getY() - MARGIN)
                                    : PictureZoom.fit(now.picture(), now.window())));
        }
        event.consume();
    }
}
