package dev.nunchi.app.ui.control;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A picture over the whole page: zoom with the wheel, two fingers or `+`, `-` and `0`; drag to
/// look around, or, while all of it is seen, to take it elsewhere; draw a box to ask about a part.
/// Esc or a click beside the picture closes it and gives the focus back; the arrow keys walk
/// through the pictures that came with it.
public final class PictureViewer extends StackPane {
    private static final double STEP = 1.25;

    /// One picture to look at.
    ///
    /// @param load is asked when the picture is looked at, not before: it is large
    /// @param file is asked for a file of the picture under the name that the person knows
    /// @param askAbout is given the part that the person has drawn a box around
    public record Item(
            Consumer<Consumer<Image>> load,
            Consumer<Consumer<Path>> file,
            Consumer<PictureZoom.Part> askAbout,
            String caption) {}

    /// The viewer's own words.
    public record Words(
            String close,
            String larger,
            String smaller,
            String whole,
            String copy,
            String reveal,
            String part,
            String partHint) {}

    private final Words words;
    private final Consumer<Path> reveal;
    private final ZoomPane zoom = new ZoomPane();
    private final Label caption = new Label();
    private final ToggleButton part = new ToggleButton();
    private List<Item> items = List.of();
    private int index;
    private Optional<Path> file = Optional.empty();
    private @Nullable Node focusBefore;

    /// @param reveal shows a file in its folder
    public PictureViewer(Words words, Consumer<Path> reveal) {
        this.words = words;
        this.reveal = reveal;
        getStyleClass().add("picture-viewer");
        setAccessibleRole(AccessibleRole.DIALOG);
        setFocusTraversable(true);
        setVisible(false);
        var shade = new Region();
        shade.getStyleClass().add("shade");
        caption.getStyleClass().add("caption");
        StackPane.setAlignment(caption, Pos.BOTTOM_CENTER);
        StackPane.setMargin(caption, new Insets(0, 0, 12, 0));
        caption.setMouseTransparent(true);
        getChildren().addAll(shade, zoom, caption, tools());
        zoom.onPart(this::askAbout);
        zoom.onClickBeside(this::close);
        zoom.fileToDrag(() -> file);
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    }

    private Node tools() {
        part.setGraphic(new FontIcon(Feather.CROP));
        part.getStyleClass().addAll("quiet", "icon-button");
        part.setAccessibleText(words.part());
        part.setTooltip(new Tooltip(words.part()));
        part.setFocusTraversable(true);
        part.selectedProperty().subscribe(this::selecting);
        var tools =
                new HBox(
                        tool(Feather.ZOOM_OUT, words.smaller(), () -> zoom.by(1 / STEP)),
                        tool(Feather.ZOOM_IN, words.larger(), () -> zoom.by(STEP)),
                        tool(Feather.MAXIMIZE, words.whole(), zoom::fit),
                        part,
                        tool(Feather.COPY, words.copy(), this::copy),
                        tool(Feather.FOLDER, words.reveal(), () -> file.ifPresent(reveal)),
                        tool(Feather.X, words.close(), this::close));
        tools.getStyleClass().add("viewer-tools");
        tools.setAlignment(Pos.CENTER_RIGHT);
        tools.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        StackPane.setAlignment(tools, Pos.TOP_RIGHT);
        StackPane.setMargin(tools, new Insets(12));
        return tools;
    }

    private static Button tool(Feather glyph, String word, Runnable act) {
        var button = new Button("", new FontIcon(glyph));
        button.getStyleClass().addAll("quiet", "icon-button");
        button.setAccessibleText(word);
        button.setTooltip(new Tooltip(word));
        button.setOnAction(_ -> act.run());
        return button;
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
        part.setSelected(false);
        zoom.clear();
        items = List.of();
        file = Optional.empty();
        if (focusBefore != null) {
            focusBefore.requestFocus();
            focusBefore = null;
        }
    }

    private void showItem(int wanted) {
        index = Math.clamp(wanted, 0, items.size() - 1);
        var item = items.get(index);
        part.setSelected(false);
        zoom.clear();
        file = Optional.empty();
        item.load().accept(image -> ifShown(item, () -> zoom.show(image)));
        item.file().accept(found -> ifShown(item, () -> file = Optional.of(found)));
        caption.setText(item.caption());
        setAccessibleText(item.caption());
    }

    private void ifShown(Item item, Runnable act) {
        if (isVisible() && items.get(index).equals(item)) {
            act.run();
        }
    }

    private void selecting(boolean now) {
        zoom.select(now ? ZoomPane.Mouse.DRAWS_A_BOX : ZoomPane.Mouse.MOVES);
        if (isVisible()) {
            caption.setText(now ? words.partHint() : items.get(index).caption());
        }
    }

    private void askAbout(PictureZoom.Part chosen) {
        var item = items.get(index);
        close();
        item.askAbout().accept(chosen);
    }

    private void copy() {
        zoom.image()
                .ifPresent(image -> {
                    var content = new ClipboardContent();
                    content.putImage(image);
                    file.ifPresent(known -> content.putFiles(List.of(known.toFile())));
                    Clipboard.getSystemClipboard().setContent(content);
                });
    }

    private void clicked(MouseEvent event) {
        event.consume();
    }

    private void pressed(KeyEvent event) {
        if (event.isShortcutDown()) {
            if (event.getCode() == KeyCode.C) {
                copy();
                event.consume();
            }
            return;
        }
        switch (event.getCode()) {
            case ESCAPE -> escape();
            case LEFT -> showItem(index - 1);
            case RIGHT -> showItem(index + 1);
            case PLUS, ADD, EQUALS -> zoom.by(STEP);
            case MINUS, SUBTRACT -> zoom.by(1 / STEP);
            case DIGIT0, NUMPAD0 -> zoom.fit();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void escape() {
        if (part.isSelected()) {
            part.setSelected(false);
        } else {
            close();
        }
    }
}
