package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.chat.DraftPicture.Status;
import dev.nunchi.app.ui.control.PictureThumb;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The pictures of the draft. Drag one to another place, or move it with Ctrl and the arrow keys.
final class DraftStrip extends FlowPane {
    private static final int THUMBNAIL_SIDE = 288;
    private static final PseudoClass DRAGGED = PseudoClass.getPseudoClass("dragged");

    private final ChatViewModel model;
    private final DraftViewModel draft;
    private final Messages messages;
    private final Map<DraftPicture, PictureThumb> thumbs = new HashMap<>();
    private final Consumer<String> insert;
    private Optional<DraftPicture> dragged = Optional.empty();

    /// @param insert writes words into the question
    DraftStrip(ChatViewModel model, Messages messages, Consumer<String> insert) {
        this.model = model;
        this.draft = model.draft();
        this.messages = messages;
        this.insert = insert;
        getStyleClass().add("draft-strip");
        addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventFilter(MouseEvent.MOUSE_DRAGGED, this::moveByMouse);
        addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> released());
        WhileShown.follow(this, draft.pictures(), this::show);
    }

    private void show() {
        var pictures = List.copyOf(draft.pictures());
        thumbs.keySet().retainAll(pictures);
        var nodes = pictures.stream().map(this::thumbOf).toList();
        if (!getChildren().equals(nodes)) {
            getChildren().setAll(nodes);
        }
        for (int i = 0; i < pictures.size(); i++) {
            describe(pictures.get(i), i + 1);
        }
        setVisible(!pictures.isEmpty());
        setManaged(!pictures.isEmpty());
    }

    private PictureThumb thumbOf(DraftPicture picture) {
        return thumbs.computeIfAbsent(picture, this::newThumb);
    }

    private PictureThumb newThumb(DraftPicture picture) {
        var thumb =
                new PictureThumb(
                        messages.text("chat.picture.remove"),
                        () -> removeAndFocus(picture),
                        () -> insert.accept(mention(picture)));
        WhileShown.follow(
                thumb,
                picture.pictureProperty(),
                stored ->
                        stored.ifPresent(known ->
                                model.thumbnails()
                                        .request(
                                                known,
                                                THUMBNAIL_SIDE,
                                                file ->
                                                        thumb.setImage(
                                                                new Image(file.toString())))));
        thumb.addEventHandler(KeyEvent.KEY_PRESSED, event -> moveByKey(event, picture));
        return thumb;
    }

    private String mention(DraftPicture picture) {
        return messages.text("chat.picture.mention", draft.pictures().indexOf(picture) + 1);
    }

    private void removeAndFocus(DraftPicture picture) {
        int index = draft.pictures().indexOf(picture);
        draft.remove(picture);
        if (!getChildren().isEmpty()) {
            getChildren().get(Math.min(index, getChildren().size() - 1)).requestFocus();
        }
    }

    private void moveByKey(KeyEvent event, DraftPicture picture) {
        if (!event.isShortcutDown()) {
            return;
        }
        int index = draft.pictures().indexOf(picture);
        if (event.getCode() == KeyCode.LEFT) {
            move(picture, index - 1);
            event.consume();
        } else if (event.getCode() == KeyCode.RIGHT) {
            move(picture, index + 1);
            event.consume();
        }
    }

    private void pressed(MouseEvent event) {
        int index = indexAt(event.getSceneX(), event.getSceneY());
        dragged = index < 0 ? Optional.empty() : Optional.of(draft.pictures().get(index));
    }

    private void moveByMouse(MouseEvent event) {
        if (dragged.isEmpty()) {
            return;
        }
        var picture = dragged.get();
        thumbOf(picture).pseudoClassStateChanged(DRAGGED, true);
        // The last move may not have been laid out; stale bounds would move the picture back.
        layout();
        int over = indexAt(event.getSceneX(), event.getSceneY());
        if (over >= 0 && over != draft.pictures().indexOf(picture)) {
            move(picture, over);
        }
        event.consume();
    }

    private void released() {
        dragged.ifPresent(picture -> thumbOf(picture).pseudoClassStateChanged(DRAGGED, false));
        dragged = Optional.empty();
    }

    private void move(DraftPicture picture, int to) {
        draft.move(picture, to);
        thumbOf(picture).requestFocus();
    }

    private int indexAt(double sceneX, double sceneY) {
        var point = sceneToLocal(sceneX, sceneY);
        for (Node child : getChildren()) {
            if (child.getBoundsInParent().contains(point)) {
                return getChildren().indexOf(child);
            }
        }
        return -1;
    }

    private String encodingWords(Status.Encoding encoding, String name) {
        return encoding.total() <= 1
                ? messages.text("chat.picture.encoding", name)
                : messages.text(
                        "chat.picture.encodingParts",
                        name,
                        Math.min(encoding.done() + 1, encoding.total()),
                        encoding.total());
    }

    private void describe(DraftPicture picture, int number) {
        var thumb = thumbOf(picture);
        thumb.setNumber(number, messages.text("chat.picture.insert", mention(picture)));
        String name = messages.text("chat.picture.name", number, picture.name());
        switch (picture.getStatus()) {
            case Status.Reading _ ->
                    thumb.show(
                            PictureThumb.Progress.WAITING,
                            messages.text("chat.picture.reading", name));
            case Status.Encoding encoding -> {
                thumb.setFraction(encoding.fraction());
                thumb.show(PictureThumb.Progress.RUNNING, encodingWords(encoding, name));
            }
            case Status.Ready _ ->
                    thumb.show(
                            PictureThumb.Progress.DONE, messages.text("chat.picture.ready", name));
            case Status.Failed(var problem) ->
                    thumb.show(PictureThumb.Progress.FAILED, problem.sentence());
        }
    }
}
