package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Gauge;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.WhileShown;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Optional;

/// Where a question is written: pictures, words, Send, and how full the context is.
final class Composer extends VBox {
    private static final PseudoClass BLOCKED = PseudoClass.getPseudoClass("blocked");

    private final ChatViewModel model;
    private final Messages messages;
    private final QuestionField field;
    private final Label hint = new Label();
    private final Button send = new Button();
    private final Tooltip sendTooltip = new Tooltip();
    private final Tooltip contextTooltip = new Tooltip();

    Composer(ChatViewModel model, Messages messages) {
        this.model = model;
        this.messages = messages;
        getStyleClass().add("composer");
        field = new QuestionField(this::send);
        field.setPromptText(messages.text("chat.ask.prompt"));
        field.setAccessibleText(messages.text("chat.ask.prompt"));
        field.textProperty().bindBidirectional(model.draft().textProperty());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        HBox.setHgrow(field, Priority.ALWAYS);
        var row = new HBox(addButton(), field, compareButton(), sendButton());
        row.getStyleClass().add("composer-row");
        row.setAlignment(Pos.BOTTOM_LEFT);
        var card = new VBox(editing(), new DraftStrip(model, messages, this::insert), row);
        card.getStyleClass().addAll("card", "composer-card");
        getChildren().addAll(card, footer());
        WhileShown.follow(this, model.blockerProperty(), this::blockerChanged);
        WhileShown.follow(
                this,
                model.draft().editedProperty(),
                edited -> edited.ifPresent(_ -> focusField()));
    }

    void focusField() {
        field.requestFocus();
        field.end();
    }

    void choosePictures() {
        model.draft().addFiles(PictureSources.choose(getScene().getWindow(), messages));
        focusField();
    }

    /// Takes pictures out of the clipboard into the draft.
    ///
    /// @return whether there were any
    boolean paste(Clipboard clipboard) {
        if (!PictureSources.hasPictures(clipboard)) {
            return false;
        }
        take(clipboard);
        return true;
    }

    void take(Clipboard board) {
        model.draft().addFiles(PictureSources.files(board));
        PictureSources.bitmap(board)
                .ifPresent(bitmap ->
                        model.draft().addBitmap(bitmap, messages.text("chat.picture.pasted")));
    }

    /// Writes words where the caret is, apart from those around them.
    private void insert(String words) {
        String before = field.getText(0, field.getCaretPosition());
        boolean apart =
                before.isEmpty() || Character.isWhitespace(before.charAt(before.length() - 1));
        field.replaceSelection((apart ? "" : " ") + words + " ");
        field.requestFocus();
    }

    private void pressed(KeyEvent event) {
        if (event.isShortcutDown()
                && event.getCode() == KeyCode.V
                && paste(Clipboard.getSystemClipboard())) {
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            escape();
            event.consume();
        }
    }

    private void escape() {
        if (model.getState() instanceof ChatState.Answering) {
            model.stop();
        } else {
            model.draft().cancelEdit();
        }
    }

    private void send() {
        var blocker = model.blockerProperty().get();
        if (blocker.isPresent()) {
            hint.setText(reason(blocker.get()));
        } else {
            model.send();
        }
    }

    private void sendOrStop() {
        if (model.getState() instanceof ChatState.Answering) {
            model.stop();
        } else {
            send();
        }
        field.requestFocus();
    }

    private Node addButton() {
        return Acts.iconButton(
                Feather.IMAGE, messages.text("chat.pictures.add"), this::choosePictures);
    }

    private Node compareButton() {
        var compare =
                Acts.iconButton(
                        Feather.COLUMNS, messages.text("chat.compare.ask"), model::sendToCompare);
        compare.setId("ask-several");
        WhileShown.follow(
                compare,
                model.blockerProperty(),
                blocker -> Hindrance.set(compare, blocker.map(this::reason)));
        return compare;
    }

    private Node sendButton() {
        send.getStyleClass().addAll("primary", "send");
        send.setTooltip(sendTooltip);
        send.setMinWidth(Region.USE_PREF_SIZE);
        send.setOnAction(_ -> sendOrStop());
        return send;
    }

    private void blockerChanged(Optional<Blocker> blocker) {
        boolean answering = blocker.filter(b -> b == Blocker.ANSWERING).isPresent();
        String word = messages.text(answering ? "chat.stop" : "chat.send");
        send.setText(word);
        send.setGraphic(new FontIcon(answering ? Feather.SQUARE : Feather.ARROW_UP));
        send.pseudoClassStateChanged(BLOCKED, blocker.isPresent() && !answering);
        String why =
                answering
                        ? messages.text("chat.stop.tooltip")
                        : blocker.map(this::reason).orElse(messages.text("chat.send.tooltip"));
        sendTooltip.setText(why);
        send.setAccessibleText(word);
        send.setAccessibleHelp(why);
        boolean telling =
                blocker.filter(b -> b == Blocker.NO_EYES || b == Blocker.FAILED_PICTURE)
                        .isPresent();
        hint.setText(telling ? why : "");
    }

    private String reason(Blocker blocker) {
        return messages.text(
                switch (blocker) {
                    case NO_MODEL -> "chat.blocked.noModel";
                    case LOADING_MODEL -> "chat.blocked.loading";
                    case COMPARING -> "chat.blocked.comparing";
                    case ANSWERING -> "chat.blocked.answering";
                    case NO_EYES -> "chat.blocked.noEyes";
                    case FAILED_PICTURE -> "chat.blocked.failedPicture";
                    case READING_PICTURE -> "chat.blocked.readingPicture";
                    case NO_QUESTION -> "chat.blocked.noQuestion";
                });
    }

    private Node editing() {
        var words = new Label(messages.text("chat.editing"));
        words.getStyleClass().addAll("small", "muted");
        words.setWrapText(true);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        var cancel = new Button(messages.text("chat.editing.cancel"));
        cancel.getStyleClass().add("quiet");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(_ -> model.draft().cancelEdit());
        var row = new HBox(words, cancel);
        row.getStyleClass().add("editing");
        row.setAlignment(Pos.CENTER_LEFT);
        row.visibleProperty().bind(model.draft().editedProperty().map(Optional::isPresent));
        row.managedProperty().bind(row.visibleProperty());
        return row;
    }

    private Node footer() {
        hint.getStyleClass().addAll("small", "warn-text", "composer-hint");
        hint.setWrapText(true);
        hint.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(hint, Priority.ALWAYS);
        var gauge = new Gauge();
        var words = new Label();
        words.getStyleClass().addAll("small", "muted");
        words.setMinWidth(Region.USE_PREF_SIZE);
        Tooltip.install(gauge, contextTooltip);
        WhileShown.follow(this, model.contextUseProperty(), use -> showContext(use, gauge, words));
        var footer = new HBox(hint, gauge, words);
        footer.getStyleClass().add("composer-footer");
        footer.setAlignment(Pos.CENTER_RIGHT);
        return footer;
    }

    private void showContext(Optional<ContextUse> known, Gauge gauge, Label words) {
        var use = known.filter(ContextUse::isWorthShowing);
        gauge.setVisible(use.isPresent());
        gauge.show(
                use.map(ContextUse::pictureShare).orElse(0.0),
                use.map(ContextUse::otherShare).orElse(0.0));
        words.setText(use.map(u -> contextWords(u, messages)).orElse(""));
        gauge.setAccessibleText(words.getText());
        contextTooltip.setText(use.map(this::contextDetail).orElse(""));
    }

    private static String contextWords(ContextUse use, Messages messages) {
        if (use.overflows()) {
            return messages.text("chat.context.over");
        }
        var formats = messages.formats();
        String used = formats.percent(use.pictureShare() + use.otherShare());
        return use.pictureTokens() == 0
                ? messages.text("chat.context", used)
                : messages.text("chat.context.pictures", used, formats.percent(use.pictureShare()));
    }

    private String contextDetail(ContextUse use) {
        return messages.text(
                "chat.context.detail",
                use.pictureTokens() + use.otherTokens(),
                use.contextLength(),
                use.pictureTokens());
    }
}
