package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.ui.control.Banner;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.PictureViewer;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// The page of a conversation: what was said, where to ask, and a drop target over all of it.
public final class ChatView extends StackPane {
    private static final double COLUMN = 760;

    private final ChatViewModel model;
    private final Messages messages;
    private final Surroundings surroundings;
    private final Consumer<URI> links;
    private final Composer composer;
    private final MessageList list;
    private final PictureViewer viewer;
    private final DropTarget dropTarget;

    public ChatView(ChatViewModel model, Messages messages, Surroundings surroundings) {
        this.model = model;
        this.messages = messages;
        this.surroundings = surroundings;
        getStyleClass().add("chat");
        ControlStyles.addTo(this);
        getStylesheets()
                .add(
                        Objects.requireNonNull(ChatView.class.getResource("chat.css"), "chat.css")
                                .toExternalForm());
        links = new AskedLinks(this, messages, surroundings.openLink());
        composer = new Composer(model, messages);
        viewer =
                new PictureViewer(
                        ViewerItems.words(messages),
                        file -> surroundings.openLink().accept(file.toUri().resolve(".")));
        list =
                new MessageList(
                        model,
                        this::viewOf,
                        new MessageList.Words(
                                messages.text("chat.toNewest"), messages.text("chat.earlier")));
        dropTarget = new DropTarget(messages.text("chat.drop"));
        getChildren().addAll(page(), dropTarget, viewer);
        addEventHandler(DragEvent.DRAG_OVER, this::draggedOver);
        addEventHandler(DragEvent.DRAG_EXITED, _ -> dropTarget.setVisible(false));
        addEventHandler(DragEvent.DRAG_DROPPED, this::dropped);
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    }

    /// Puts the caret where a question is written.
    public void focusQuestion() {
        composer.focusField();
    }

    /// Lets the person choose pictures for the question.
    public void choosePictures() {
        composer.choosePictures();
    }

    /// Puts an answer into the clipboard.
    public void copy(TurnItem answer) {
        Acts.copy(answer.getText());
    }

    private Node page() {
        var page = new BorderPane();
        page.setCenter(new StackPane(list, welcome()));
        var bottom = new VBox(failureBanner(), pictureBanner(), composer);
        bottom.getStyleClass().add("chat-bottom");
        bottom.setMaxWidth(COLUMN);
        var centred = new StackPane(bottom);
        centred.setAlignment(Pos.BOTTOM_CENTER);
        page.setBottom(centred);
        return page;
    }

    private Node welcome() {
        var welcome = new Welcome(model, messages, surroundings, composer::focusField);
        welcome.visibleProperty().bind(model.lastTurnProperty().map(Optional::isEmpty));
        return welcome;
    }

    private Node viewOf(TurnItem turn) {
        return switch (turn.role()) {
            case USER -> new QuestionView(turn, model, messages, viewer);
            case ASSISTANT, SYSTEM -> new AnswerView(turn, model, messages, links);
        };
    }

    private Banner banner(Runnable onDismiss) {
        var words = new Banner.Words(messages.text("chat.details"), messages.text("chat.dismiss"));
        var banner = new Banner(Banner.Kind.ERROR, words, onDismiss);
        banner.managedProperty().bind(banner.visibleProperty());
        return banner;
    }

    private Node failureBanner() {
        var banner = banner(model::dismissFailure);
        WhileShown.follow(
                banner,
                model.stateProperty(),
                state -> {
                    boolean failed = state instanceof ChatState.Failed;
                    banner.setVisible(failed);
                    if (state instanceof ChatState.Failed(var problem, var remedy)) {
                        banner.show(words(problem), problem.detail());
                        offer(banner, remedy);
                    }
                });
        return banner;
    }

    private void offer(Banner banner, ChatState.Remedy remedy) {
        switch (remedy) {
            case TRY_AGAIN -> banner.offer(messages.text("chat.tryAgain"), model::retry);
            case OPEN_MODELS ->
                    banner.offer(messages.text("chat.openModels"), surroundings.openModels());
        }
    }

    private Node pictureBanner() {
        var banner = banner(model.draft()::dismissProblem);
        WhileShown.follow(
                banner,
                model.draft().problemProperty(),
                problem -> {
                    banner.setVisible(problem.isPresent());
                    problem.ifPresent(p -> banner.show(words(p), p.detail()));
                });
        return banner;
    }

    private static String words(Problem problem) {
        return (problem.sentence() + " " + problem.act()).strip();
    }

    private void draggedOver(DragEvent event) {
        if (PictureSources.hasPictures(event.getDragboard())) {
            event.acceptTransferModes(TransferMode.COPY);
            dropTarget.setVisible(true);
        }
        event.consume();
    }

    private void dropped(DragEvent event) {
        dropTarget.setVisible(false);
        boolean pictures = PictureSources.hasPictures(event.getDragboard());
        if (pictures) {
            composer.take(event.getDragboard());
            composer.focusField();
        }
        event.setDropCompleted(pictures);
        event.consume();
    }

    private void pressed(KeyEvent event) {
        if (event.isShortcutDown()
                && event.getCode() == KeyCode.V
                && composer.paste(Clipboard.getSystemClipboard())) {
            composer.focusField();
            event.consume();
        }
    }
}
