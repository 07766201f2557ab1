package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.PictureViewer;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.control.SelectableText;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

import org.kordamp.ikonli.feather.Feather;

import java.util.List;

/// The person's turn: pictures and words in a soft bubble at the right.
final class QuestionView extends VBox {
    private static final double LARGE_WIDTH = 360;
    private static final double LARGE_HEIGHT = 270;
    private static final double TILE = 120;
    private static final double RADIUS = 14;
    private static final double MAX_BUBBLE = 560;
    private static final double MIN_SIDE = 48;
    private static final int THUMBNAIL_SIDE = 720;

    QuestionView(TurnItem turn, ChatViewModel model, Messages messages, PictureViewer viewer) {
        getStyleClass().add("question");
        setAlignment(Pos.TOP_RIGHT);
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleText(messages.text("chat.a11y.question", turn.getText()));
        Acts.copyByKey(this, turn::getText);
        if (!turn.pictures().isEmpty()) {
            getChildren().addAll(pictures(turn, model, messages, viewer), badge(turn, messages));
        }
        if (!turn.getText().isBlank()) {
            getChildren().add(bubble(turn.getText(), messages.text("chat.copy")));
        }
        var footer = new HBox(acts(turn, model, messages), new TurnChoice(turn, model, messages));
        footer.setAlignment(Pos.CENTER_RIGHT);
        getChildren().add(footer);
    }

    private Node bubble(String words, String copyWord) {
        var run = new Text(words);
        run.getStyleClass().add("md-text");
        var bubble = new Bubble(new SelectableText(List.of(run), copyWord));
        widthProperty().subscribe(width -> bubble.limit(width.doubleValue()));
        return bubble;
    }

    /// As wide as its words, which are wrapped into lines of about one length: a text flow alone
    /// asks for all of them in one line, and for the whole width when they wrap.
    private static final class Bubble extends StackPane {
        private double limit = MAX_BUBBLE;

        Bubble(Node text) {
            super(text);
            getStyleClass().add("bubble");
        }

        void limit(double width) {
            limit = Math.clamp(width, 1, MAX_BUBBLE);
            requestLayout();
        }

        @Override
        protected double computePrefWidth(double height) {
            double natural = Math.ceil(super.computePrefWidth(height));
            return natural <= limit ? natural : narrowest(limit);
        }

        /// The least width at which the words need no more lines than at a given one.
        private double narrowest(double width) {
            double lines = computePrefHeight(width);
            double enough = width;
            double tooNarrow = width / 2;
            while (enough - tooNarrow > 1) {
                double middle = Math.ceil((enough + tooNarrow) / 2);
                if (computePrefHeight(middle) > lines) {
                    tooNarrow = middle;
                } else {
                    enough = middle;
                }
            }
            return enough;
        }

        @Override
        protected double computeMaxWidth(double height) {
            return computePrefWidth(height);
        }
    }

    private static Node pictures(
            TurnItem turn, ChatViewModel model, Messages messages, PictureViewer viewer) {
        var pane = new FlowPane();
        pane.getStyleClass().add("question-pictures");
        pane.setAlignment(Pos.TOP_RIGHT);
        var items = ViewerItems.of(turn.pictures(), model, messages);
        for (int i = 0; i < items.size(); i++) {
            int index = i;
            var button = new Button("", picture(turn, i, model));
            button.getStyleClass().add("picture-button");
            button.setAccessibleText(messages.text("chat.a11y.openPicture", i + 1, items.size()));
            button.setOnAction(_ -> viewer.show(items, index));
            pane.getChildren().add(button);
        }
        return pane;
    }

    private static Node picture(TurnItem turn, int index, ChatViewModel model) {
        var picture = turn.pictures().get(index);
        boolean alone = turn.pictures().size() == 1;
        double scale =
                Math.min(
                        1,
                        Math.min(LARGE_WIDTH / picture.width(), LARGE_HEIGHT / picture.height()));
        var frame =
                alone
                        ? new RoundedPicture(
                                Math.max(MIN_SIDE, picture.width() * scale),
                                Math.max(MIN_SIDE, picture.height() * scale),
                                RADIUS)
                        : new RoundedPicture(TILE, TILE, RADIUS);
        model.thumbnails()
                .request(
                        picture,
                        THUMBNAIL_SIDE,
                        file -> frame.setImage(new Image(file.toString())));
        return frame;
    }

    private static Node badge(TurnItem turn, Messages messages) {
        var badge = new Label();
        badge.getStyleClass().addAll("small", "muted", "seen");
        badge.setWrapText(true);
        WhileShown.follow(
                badge,
                turn.seenProperty(),
                seen -> {
                    badge.setText(seen.map(s -> seenText(s, turn, messages)).orElse(""));
                    badge.setVisible(seen.isPresent());
                    badge.setManaged(seen.isPresent());
                    badge.getStyleClass().remove("warn-text");
                    if (seen.filter(tokens -> tokens == 0).isPresent()) {
                        badge.getStyleClass().add("warn-text");
                    }
                });
        return badge;
    }

    private static String seenText(int tokens, TurnItem turn, Messages messages) {
        int count = turn.pictures().size();
        if (tokens == 0) {
            return messages.text("chat.seen.none", count);
        }
        return count == 1
                ? messages.text("chat.seen.one", tokens)
                : messages.text("chat.seen.many", count, tokens);
    }

    private Node acts(TurnItem turn, ChatViewModel model, Messages messages) {
        var acts = new Acts(this);
        acts.setAlignment(Pos.CENTER_RIGHT);
        var answer = acts.add(Feather.REFRESH_CW, messages.text("chat.answerNow"), model::retry);
        answer.visibleProperty().bind(model.lastTurnProperty().map(turn::isLast));
        acts.add(Feather.COLUMNS, messages.text("chat.compare"), () -> model.compare(turn));
        acts.add(Feather.EDIT_2, messages.text("chat.edit"), () -> model.edit(turn));
        acts.add(Feather.COPY, messages.text("chat.copy"), () -> Acts.copy(turn.getText()));
        return acts;
    }
}
