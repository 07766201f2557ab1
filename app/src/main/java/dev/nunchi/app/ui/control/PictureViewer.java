package dev.nunchi.app.ui.control;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.Consumer;

/// A picture over the whole page. Esc or a click closes it and gives the focus back; the arrow keys
/// walk through the pictures that came with it.
public final class PictureViewer extends StackPane {
    private static final double MARGIN = 48;

    /// Small pictures are enlarged, but not until they are blurs.
    private static final double MAX_ZOOM = 2;

    /// One picture to look at.
    ///
    /// @param load is asked when the picture is looked at, not before: it is large
    public record Item(Consumer<Consumer<Image>> load, String caption) {}

    private final ImageView view = new ImageView();
    private final Label caption = new Label();
    private List<Item> items = List.of();
    private int index;
    private @Nullable Node focusBefore;

    public PictureViewer(String closeWord) {
        getStyleClass().add("picture-viewer");
        setAccessibleRole(AccessibleRole.DIALOG);
        setFocusTraversable(true);
        setVisible(false);
        var shade = new Region();
        shade.getStyleClass().add("shade");
        view.setPreserveRatio(true);
        view.setSmooth(true);
        caption.getStyleClass().add("caption");
        StackPane.setAlignment(caption, Pos.BOTTOM_CENTER);
        StackPane.setMargin(caption, new Insets(0, 0, 12, 0));
        getChildren().addAll(shade, view, caption, closeButton(closeWord));
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        widthProperty().subscribe(this::fit);
        heightProperty().subscribe(this::fit);
    }

    private Button closeButton(String word) {
        var close = new Button("", new FontIcon(Feather.X));
        close.getStyleClass().addAll("quiet", "icon-button", "viewer-close");
        close.setAccessibleText(word);
        close.setTooltip(new Tooltip(word));
        close.setOnAction(_ -> close());
        StackPane.setAlignment(close, Pos.TOP_RIGHT);
        StackPane.setMargin(close, new Insets(12));
        return close;
    }

    /// Opens at one of the pictures.
    public void show(List<Item> pictures, int first) {
        if (getScene() != null && !isVisible()) {
            focusBefore = getScene().getFocusOwner();
        }
        items = List.copyOf(pictures);
        setVisible(true);
        showItem(first);
        requestFocus();
    }

    /// Closes it; the picture's memory is given back.
    public void close() {
        setVisible(false);
        view.setImage(null);
        items = List.of();
        if (focusBefore != null) {
            focusBefore.requestFocus();
            focusBefore = null;
        }
    }

    private void showItem(int wanted) {
        index = Math.clamp(wanted, 0, items.size() - 1);
        var item = items.get(index);
        view.setImage(null);
        item.load().accept(image -> showImage(item, image));
        caption.setText(item.caption());
        setAccessibleText(item.caption());
    }

    private void showImage(Item item, Image image) {
        if (isVisible() && items.get(index).equals(item)) {
            view.setImage(image);
            fit();
        }
    }

    private void fit() {
        var image = view.getImage();
        if (image != null) {
            view.setFitWidth(Math.clamp(getWidth() - 2 * MARGIN, 1, MAX_ZOOM * image.getWidth()));
            view.setFitHeight(
                    Math.clamp(getHeight() - 2 * MARGIN, 1, MAX_ZOOM * image.getHeight()));
        }
    }

    private void clicked(MouseEvent event) {
        close();
        event.consume();
    }

    private void pressed(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> close();
            case LEFT -> showItem(index - 1);
            case RIGHT -> showItem(index + 1);
            default -> {
                return;
            }
        }
        event.consume();
    }
}
