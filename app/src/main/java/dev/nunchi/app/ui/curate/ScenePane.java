package dev.nunchi.app.ui.curate;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.CurationRow;
import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a row was written from: the picture with its boxes, and the symbols that the teacher got.
final class ScenePane extends Pane {
    /// Of the height, at most, where there is not enough for all.
    private static final double SYMBOLS_SHARE = 0.4;

    private final QueueViewModel queue;
    private final Messages messages;
    private final StackPane frame = new StackPane();
    private final VBox symbols = new VBox();
    private final ScrollPane scroll = new ScrollPane(symbols);
    private final Map<String, Label> objects = new LinkedHashMap<>();
    private Optional<BoxedPicture> picture = Optional.empty();

    ScenePane(QueueViewModel queue, Messages messages) {
        this.queue = queue;
        this.messages = messages;
        getStyleClass().add("scene");
        frame.getStyleClass().add("scene-picture");
        frame.setMinSize(0, 0);
        symbols.getStyleClass().add("scene-symbols");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setMinHeight(0);
        setMinSize(0, 0);
        getChildren().addAll(frame, scroll);
        WhileShown.follow(this, queue.rowProperty(), this::show);
        WhileShown.follow(this, queue.pictures().shownProperty(), this::show);
    }

    /// The picture as high as it is at this width, the symbols right below it.
    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double needed = symbols.prefHeight(width);
        double least = Math.min(needed, Math.floor(height * SYMBOLS_SHARE));
        double wanted = picture.map(shown -> shown.heightAt(width)).orElse(height - least);
        double above = Math.floor(Math.clamp(wanted, 0, height - least));
        frame.resizeRelocate(0, 0, width, above);
        scroll.resizeRelocate(0, above, width, Math.min(needed + 1, height - above));
    }

    /// @param category the kind of thing that is brought forward; empty for none
    void highlight(Optional<String> category) {
        picture.ifPresent(shown -> shown.highlight(category));
        objects.forEach((name, chip) -> {
            chip.getStyleClass().remove("forward");
            if (category.equals(Optional.of(name))) {
                chip.getStyleClass().add("forward");
            }
        });
    }

    private void show(Optional<CurationRow> row) {
        row.ifPresent(now -> {
            showSymbols(now.current().scene());
            show(queue.pictures().shownProperty().get());
        });
    }

    private void show(RowPictures.State state) {
        picture = Optional.empty();
        var row = queue.rowProperty().get();
        if (row.isEmpty()) {
            return;
        }
        var scene = row.get().current().scene();
        switch (state) {
            case RowPictures.State.Loading _ -> {
                var skeleton = new Region();
                skeleton.getStyleClass().add("skeleton");
                frame.getChildren().setAll(skeleton);
            }
            case RowPictures.State.There(var pixels) -> {
                var shown =
                        new BoxedPicture(pixels, describe(scene), scene.boxes(), this::highlight);
                picture = Optional.of(shown);
                frame.getChildren().setAll(shown);
                requestLayout();
            }
            case RowPictures.State.Unreadable(var file) ->
                    frame.getChildren().setAll(unreadable(String.valueOf(file.getFileName())));
        }
    }

    private String describe(Scene scene) {
        return messages.text(
                "curate.picture",
                String.valueOf(scene.picture().getFileName()),
                String.join(", ", counted(scene.boxes()).keySet()));
    }

    private Node unreadable(String name) {
        var box =
                new VBox(
                        Icon.ERROR.node(),
                        Nodes.label(
                                messages.text("curate.picture.unreadable"), "strong", "centred"),
                        Nodes.label(name, "muted", "small", "centred"));
        box.getStyleClass().addAll("well", "scene-unreadable");
        return box;
    }

    private static Map<String, Integer> counted(List<Box> boxes) {
        var counts = new LinkedHashMap<String, Integer>();
        boxes.forEach(box -> counts.merge(box.category(), 1, Integer::sum));
        return counts;
    }

    private void showSymbols(Scene scene) {
        requestLayout();
        symbols.getChildren().clear();
        objects.clear();
        scroll.setVvalue(0);
        var counts = counted(scene.boxes());
        if (!counts.isEmpty()) {
            var chips = new FlowPane();
            chips.getStyleClass().add("object-chips");
            counts.forEach((category, count) -> chips.getChildren().add(chip(category, count)));
            symbols.getChildren().addAll(heading("curate.objects"), chips);
        }
        if (!scene.captions().isEmpty()) {
            symbols.getChildren().add(heading("curate.captions"));
            for (String caption : scene.captions()) {
                symbols.getChildren().add(Nodes.label(caption, "scene-caption"));
            }
        }
        if (symbols.getChildren().isEmpty()) {
            symbols.getChildren()
                    .add(Nodes.label(messages.text("curate.noSymbols"), "muted", "small"));
        }
    }

    private Label heading(String key) {
        return Nodes.label(messages.text(key), "muted", "small");
    }

    private Label chip(String category, int count) {
        String text = count == 1 ? category : messages.text("curate.object", category, count);
        var chip = new Label(text);
        chip.getStyleClass().add("object-chip");
        chip.setAccessibleRole(AccessibleRole.TEXT);
        chip.setOnMouseEntered(_ -> highlight(Optional.of(category)));
        chip.setOnMouseExited(_ -> highlight(Optional.empty()));
        objects.put(category, chip);
        return chip;
    }
}
