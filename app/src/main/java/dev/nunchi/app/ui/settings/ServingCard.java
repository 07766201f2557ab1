package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.server.ServedRequest;
import dev.nunchi.app.settings.Serving.Reach;
import dev.nunchi.app.ui.control.Hindrance;
import dev.nunchi.app.ui.control.Nodes;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.settings.ServingViewModel.State;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// The server that lets other programs ask: start and stop, where, with which key, and what came.
final class ServingCard {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final int LOG_HEIGHT = 140;

    private final SettingsViewModel settings;
    private final ServingViewModel serving;
    private final Messages messages;
    private final StringProperty words = new SimpleStringProperty("");
    private final StringProperty failure = new SimpleStringProperty("");

    ServingCard(SettingsViewModel settings, ServingViewModel serving, Messages messages) {
        this.settings = settings;
        this.serving = serving;
        this.messages = messages;
    }

    Node node() {
        var failed = Nodes.label("", "danger-text", "small");
        failed.textProperty().bind(failure);
        var card =
                new SettingsCard(text("serving.title"))
                        .paragraph(text("serving.intro"), "muted")
                        .row(text("serving.state"), words, startOrStop());
        card.getChildren().add(failed);
        card.row(text("serving.reach"), text("serving.reach.hint"), reach())
                .row(text("serving.port"), text("serving.port.hint"), port())
                .problem(text("serving.port.invalid"), serving.portValidProperty().not())
                .block(text("serving.key"), text("serving.key.hint"), key())
                .problem(text("endpoint.flaw.key"), serving.keyValidProperty().not())
                .block(text("serving.log"), text("serving.log.hint"), log());
        WhileShown.follow(
                card,
                serving.problemProperty(),
                problem -> {
                    failure.set(problem.map(ServingCard::sentences).orElse(""));
                    Nodes.show(failed, problem.isPresent());
                });
        return card;
    }

    private static String sentences(Problem problem) {
        return (problem.sentence() + " " + problem.act()).strip();
    }

    private Node startOrStop() {
        var button = new Button(text("serving.start"));
        button.setId("serving-start");
        button.setMinWidth(Region.USE_PREF_SIZE);
        WhileShown.follow(button, serving.stateProperty(), now -> show(now, button));
        return button;
    }

    private void show(State state, Button button) {
        boolean changing = state instanceof State.Changing;
        Hindrance.set(button, reason(changing, "serving.changing"));
        switch (state) {
            case State.Stopped _ -> {
                words.set(text("serving.stopped"));
                button.setText(text("serving.start"));
                button.setOnAction(_ -> serving.start());
            }
            case State.Changing _ -> words.set(text("serving.changing"));
            case State.Running(var address) -> {
                words.set(text("serving.running", address));
                button.setText(text("serving.stop"));
                button.setOnAction(_ -> serving.stop());
            }
        }
    }

    private Node reach() {
        var box =
                Choice.of(
                        "serving-reach",
                        List.of(Reach.values()),
                        reach ->
                                switch (reach) {
                                    case THIS_COMPUTER -> text("serving.reach.here");
                                    case NETWORK -> text("serving.reach.network");
                                },
                        serving::choose);
        WhileShown.follow(
                box, settings.settingsProperty(), now -> box.setValue(now.serving().reach()));
        return whileStopped(box);
    }

    private Node port() {
        var field = new TextField();
        field.setId("serving-port");
        field.getStyleClass().add("settings-number");
        return whileStopped(commitWhenLeft(field, serving.portProperty()));
    }

    private Node key() {
        var field = new PasswordField();
        field.setId("serving-key");
        field.setPromptText(text("serving.key.none"));
        field.setAccessibleText(text("serving.key"));
        var make = Nodes.button(text("serving.key.make"), "serving-make-key", serving::makeKey);
        var copy = Nodes.button(text("serving.key.copy"), "serving-copy-key", this::copyKey);
        WhileShown.follow(
                copy,
                serving.keyProperty(),
                now -> Hindrance.set(copy, reason(now.isEmpty(), "serving.key.none")));
        HBox.setHgrow(field, Priority.ALWAYS);
        var row =
                new HBox(
                        whileStopped(commitWhenLeft(field, serving.keyProperty())),
                        whileStopped(make),
                        copy);
        row.getStyleClass().add("settings-slider");
        return row;
    }

    private void copyKey() {
        var content = new ClipboardContent();
        content.putString(serving.keyProperty().get());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private TextInputControl commitWhenLeft(TextInputControl field, StringProperty text) {
        field.textProperty().bindBidirectional(text);
        field.focusedProperty()
                .subscribe(focused -> {
                    if (!focused) {
                        serving.commit();
                    }
                });
        return field;
    }

    /// What counts from the next start cannot be changed before.
    private <T extends Control> T whileStopped(T control) {
        WhileShown.follow(
                control,
                serving.stateProperty(),
                now ->
                        Hindrance.set(
                                control,
                                reason(!(now instanceof State.Stopped), "serving.stopFirst")));
        return control;
    }

    private Optional<String> reason(boolean hindered, String key) {
        return hindered ? Optional.of(text(key)) : Optional.empty();
    }

    private Node log() {
        var list = new ListView<ServedRequest>(serving.log());
        list.setId("serving-log");
        list.setPrefHeight(LOG_HEIGHT);
        list.getStyleClass().add("log-entries");
        list.setPlaceholder(new Label(text("serving.log.empty")));
        list.setCellFactory(_ ->
                new ListCell<>() {
                    @Override
                    protected void updateItem(ServedRequest request, boolean empty) {
                        super.updateItem(request, empty);
                        setText(empty || request == null ? "" : line(request));
                    }
                });
        return list;
    }

    private String line(ServedRequest request) {
        String outcome =
                request.code().isEmpty()
                        ? String.valueOf(request.status())
                        : request.status() + " " + request.code();
        return text(
                "serving.log.line",
                TIME.format(request.at()),
                request.client(),
                request.call(),
                outcome,
                request.promptTokens() + request.newTokens(),
                messages.formats().decimal(request.took().toMillis() / 1000.0, 1));
    }

    private String text(String key, Object... arguments) {
        return messages.text(key, arguments);
    }
}
