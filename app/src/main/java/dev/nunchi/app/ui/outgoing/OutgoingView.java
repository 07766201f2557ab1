package dev.nunchi.app.ui.outgoing;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.io.ByteArrayInputStream;
import java.util.Locale;

/// The pictures that would leave, made from the bytes that would be sent, with what each measures.
/// Takes no room while there are none.
public final class OutgoingView extends VBox {
    private static final double SIDE = 40;
    private static final double RADIUS = 6;

    /// More would push the conversation out of the window; the total counts them all.
    private static final int MOST_SHOWN = 6;

    private final OutgoingViewModel model;
    private final Messages messages;
    private final Label total = Nodes.label("", "small");
    private final FlowPane pictures = new FlowPane();

    public OutgoingView(OutgoingViewModel model, Messages messages) {
        this.model = model;
        this.messages = messages;
        setId("outgoing");
        setSpacing(6);
        pictures.setHgap(16);
        pictures.setVgap(6);
        getChildren().addAll(total, pictures);
        WhileShown.follow(this, model.pictures(), this::update);
        WhileShown.follow(this, model.problemProperty(), _ -> update());
    }

    private void update() {
        var problem = model.problemProperty().get();
        int count = model.pictures().size();
        Nodes.show(this, count > 0 || problem.isPresent());
        total.setText(
                problem.map(Problem::sentence)
                        .orElseGet(() ->
                                messages.text(
                                        "shell.outgoing",
                                        count,
                                        messages.formats().bytes(model.bytes()))));
        pictures.getChildren()
                .setAll(model.pictures().stream().limit(MOST_SHOWN).map(this::row).toList());
        Nodes.show(pictures, count > 0);
    }

    private Node row(Outgoing picture) {
        var sent = picture.sent();
        var frame = new RoundedPicture(SIDE, SIDE, RADIUS);
        frame.setImage(new Image(new ByteArrayInputStream(picture.small())));
        frame.setAccessibleText(picture.kept().name());
        var words =
                new VBox(
                        Nodes.label(picture.kept().name(), "small"),
                        Nodes.label(figures(sent), "small", "muted"));
        var row = new HBox(8, frame, words);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private String figures(OutgoingPicture sent) {
        var size = messages.formats().bytes(sent.bytes().length);
        String kind = sent.mediaType().replaceFirst(".*/", "").toUpperCase(Locale.ROOT);
        return sent.isSmaller()
                ? messages.text(
                        "shell.outgoing.smaller",
                        sent.width(),
                        sent.height(),
                        kind,
                        size,
                        sent.originalWidth(),
                        sent.originalHeight())
                : messages.text("shell.outgoing.whole", sent.width(), sent.height(), kind, size);
    }
}
