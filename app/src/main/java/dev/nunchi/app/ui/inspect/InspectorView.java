package dev.nunchi.app.ui.inspect;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.SightService;
import dev.nunchi.app.ui.control.PictureImages;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Icon;
import dev.nunchi.app.ui.theme.Stylesheet;
import dev.nunchi.engine.chat.PictureLook;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.OptionalDouble;

/// "What the model saw", at the right of the conversation: the picture with what was fed to the
/// tower outlined, those pixels themselves, what was done to it, and where the time went.
public final class InspectorView extends BorderPane {
    public static final double WIDTH = 320;

    private static final double CONTENT = WIDTH - 2 * 16;
    private static final double TILE_GAP = 4;

    private final InspectorViewModel model;
    private final Messages messages;
    private final VBox pictures = section();
    private final VBox figures = section();

    /// @param onClose hides the panel
    public InspectorView(InspectorViewModel model, Messages messages, Runnable onClose) {
        this.model = model;
        this.messages = messages;
        setId("inspector");
        getStyleClass().add("inspector");
        Stylesheet.addTo(this, "inspect.css");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        setTop(header(onClose));
        var content = new VBox(pictures, figures);
        content.getStyleClass().add("inspector-content");
        var scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        setCenter(scroll);
        WhileShown.follow(this, model.subjectProperty(), _ -> show());
        WhileShown.follow(this, model.lookProperty(), _ -> show());
    }

    private static VBox section() {
        var section = new VBox();
        section.getStyleClass().add("inspector-section");
        return section;
    }

    private Node header(Runnable onClose) {
        var title = new Label(messages.text("inspect.title"));
        title.getStyleClass().add("strong");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var close = new Button("", Icon.CLOSE.node());
        close.getStyleClass().addAll("quiet", "icon-button");
        close.setAccessibleText(messages.text("inspect.close"));
        close.setTooltip(new Tooltip(messages.text("inspect.close")));
        close.setOnAction(_ -> onClose.run());
        var header = new HBox(title, space, close);
        header.getStyleClass().add("inspector-header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private void show() {
        var subject = model.subjectProperty().get();
        pictures.getChildren().clear();
        figures.getChildren().clear();
        if (subject.picture().isEmpty()) {
            pictures.getChildren().add(note(messages.text("inspect.empty")));
        } else {
            if (subject.pictures().size() > 1) {
                pictures.getChildren().add(chooser(subject));
            }
            showLook(subject);
        }
        figures.getChildren().setAll(new InspectorFigures(messages).of(subject, decoding()));
    }

    /// How long it took to open the shown picture.
    private OptionalDouble decoding() {
        return model.lookProperty().get() instanceof InspectorViewModel.Look.Seen(var sight)
                ? OptionalDouble.of(sight.original().decoding().millis())
                : OptionalDouble.empty();
    }

    private Node chooser(InspectorViewModel.Subject subject) {
        var row = new FlowPane();
        row.getStyleClass().add("inspector-chooser");
        for (int i = 0; i < subject.pictures().size(); i++) {
            int index = i;
            var button = new ToggleButton(Integer.toString(i + 1));
            String name =
                    messages.text("chat.picture.name", i + 1, subject.pictures().get(i).name());
            button.setAccessibleText(name);
            button.setTooltip(new Tooltip(name));
            button.setSelected(i == subject.chosen());
            button.setOnAction(_ -> model.choose(index));
            row.getChildren().add(button);
        }
        return row;
    }

    private void showLook(InspectorViewModel.Subject subject) {
        switch (model.lookProperty().get()) {
            case InspectorViewModel.Look.Nothing _ -> {}
            case InspectorViewModel.Look.Looking _ -> pictures.getChildren().add(skeleton());
            case InspectorViewModel.Look.Failed(var problem) ->
                    pictures.getChildren().add(note(problem.sentence()));
            case InspectorViewModel.Look.Seen(var sight) -> showSight(subject, sight);
        }
    }

    private static Node skeleton() {
        var box = new Region();
        box.getStyleClass().addAll("skeleton", "inspector-skeleton");
        return box;
    }

    private void showSight(InspectorViewModel.Subject subject, SightService.Sight sight) {
        var regions =
                sight.look()
                        .map(look ->
                                look.view().tiles().stream().map(tile -> tile.region()).toList())
                        .orElse(List.of());
        var outline = new OutlinedPicture(sight.original(), regions, CONTENT);
        outline.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        outline.setAccessibleText(subject.picture().map(picture -> picture.name()).orElse(""));
        pictures.getChildren().addAll(outline, caption(subject));
        sight.look()
                .ifPresentOrElse(
                        look -> showTiles(subject, sight, look),
                        () -> pictures.getChildren().add(note(messages.text("inspect.noModel"))));
    }

    private Label caption(InspectorViewModel.Subject subject) {
        var picture = subject.picture().orElseThrow();
        var caption =
                note(
                        messages.text(
                                "inspect.original",
                                picture.name(),
                                picture.width(),
                                picture.height()));
        caption.setTooltip(new Tooltip(picture.name()));
        return caption;
    }

    private void showTiles(
            InspectorViewModel.Subject subject, SightService.Sight sight, PictureLook look) {
        var heading = new Label(messages.text("inspect.fed"));
        heading.getStyleClass().add("strong");
        int count = look.view().tiles().size();
        int across = Math.clamp((long) Math.ceil(Math.sqrt(count)), 1, 3);
        double side = (CONTENT - (across - 1) * TILE_GAP) / across;
        var tiles = new FlowPane(TILE_GAP, TILE_GAP);
        for (int i = 0; i < count; i++) {
            var pixels = look.view().tiles().get(i).pixels();
            var tile = PictureImages.view(pixels, Math.min(side, Math.max(pixels.width(), 160)));
            tile.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
            tile.setAccessibleText(messages.text("inspect.tile", i + 1, count));
            tiles.getChildren().add(tile);
        }
        pictures.getChildren().addAll(heading, tiles, note(InspectorWords.size(look, messages)));
        if (subject.leftOut()) {
            pictures.getChildren().add(remark(Icon.WARNING.node(), "inspect.leftOut"));
        }
        for (String key : InspectorWords.remarks(sight.original(), look)) {
            pictures.getChildren().add(remark(Icon.INFO.node(), key));
        }
    }

    private Node remark(Node icon, String key) {
        var words = note(messages.text(key));
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(icon, words);
        row.getStyleClass().add("inspector-remark");
        return row;
    }

    private static Label note(String words) {
        var note = new Label(words);
        note.getStyleClass().addAll("small", "muted");
        note.setWrapText(true);
        note.setMinHeight(Region.USE_PREF_SIZE);
        return note;
    }
}
