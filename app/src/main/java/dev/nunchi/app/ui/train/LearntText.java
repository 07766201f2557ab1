package dev.nunchi.app.ui.train;

import dev.nunchi.app.service.PreviewRow;
import dev.nunchi.app.service.PreviewRow.Span;

import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import java.util.List;

/// A row as the model reads it, what it learns to say on colour.
final class LearntText extends TextFlow {
    private final Path learnt = background("learnt");
    private final Path picture = background("picture");
    private final List<Span> spans;

    /// @param pictureWord stands for the picture's tokens
    LearntText(List<Span> spans, String pictureWord) {
        this.spans =
                spans.stream()
                        .map(span ->
                                span.kind() == PreviewRow.Kind.PICTURE
                                        ? new Span(" " + pictureWord + " ", span.kind())
                                        : span)
                        .toList();
        getStyleClass().add("learnt-text");
        getChildren().addAll(learnt, picture);
        for (Span span : this.spans) {
            var text = new Text(span.text());
            text.getStyleClass()
                    .addAll(
                            "mono",
                            switch (span.kind()) {
                                case GIVEN -> "given";
                                case LEARNT -> "learnt";
                                case PICTURE -> "picture";
                            });
            getChildren().add(text);
        }
    }

    private static Path background(String style) {
        var path = new Path();
        path.getStyleClass().addAll("text-background", style);
        path.setManaged(false);
        path.setStroke(null);
        path.setMouseTransparent(true);
        return path;
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        learnt.getElements().clear();
        picture.getElements().clear();
        int start = 0;
        for (Span span : spans) {
            int end = start + span.text().length();
            switch (span.kind()) {
                case LEARNT -> learnt.getElements().addAll(getRangeShape(start, end, false));
                case PICTURE -> picture.getElements().addAll(getRangeShape(start, end, false));
                case GIVEN -> {}
            }
            start = end;
        }
    }
}
