package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.RoundedPicture;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Mark;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import java.util.ArrayList;
import java.util.List;

/// What a conversation shows before its first question: what to do, pictures to try, questions to
/// ask; or that a model is missing or on its way.
final class Welcome extends VBox {
    private static final double MARK = 48;
    private static final double TILE = 104;
    private static final double RADIUS = 14;
    private static final int IMAGE_SIDE = 208;
    private static final double BAR = 240;
    private static final double ROOMY = 640;

    private final ChatViewModel model;
    private final Messages messages;
    private final Surroundings surroundings;
    private final Runnable focusQuestion;

    Welcome(
            ChatViewModel model,
            Messages messages,
            Surroundings surroundings,
            Runnable focusQuestion) {
        this.model = model;
        this.messages = messages;
        this.surroundings = surroundings;
        this.focusQuestion = focusQuestion;
        getStyleClass().add("welcome");
        setAlignment(Pos.CENTER);
        WhileShown.follow(this, model.stateProperty(), this::show);
    }

    private void show(ChatState state) {
        switch (state) {
            case ChatState.NoModel _ -> getChildren().setAll(missing());
            case ChatState.LoadingModel loading -> getChildren().setAll(loading(loading));
            case ChatState.Lent _,
                    ChatState.Ready _,
                    ChatState.EncodingPicture _,
                    ChatState.Answering _,
                    ChatState.Failed _ ->
                    showInvitation();
        }
    }

    private void showInvitation() {
        if (getChildren().stream().noneMatch(child -> "invitation".equals(child.getId()))) {
            getChildren().setAll(invitation());
        }
    }

    private List<Node> missing() {
        var open = new Button(messages.text("chat.missing.act"));
        open.getStyleClass().add("primary");
        open.setOnAction(_ -> surroundings.openModels().run());
        return List.of(
                Mark.node(MARK),
                title("chat.missing.title"),
                sentence(messages.text("chat.missing.sentence")),
                open);
    }

    private List<Node> loading(ChatState.LoadingModel loading) {
        var bar = new ProgressBar(loading.fraction());
        bar.setPrefWidth(BAR);
        bar.setAccessibleText(StageWords.of(loading, messages));
        return List.of(
                Mark.node(MARK),
                title("chat.loading.title"),
                sentence(StageWords.of(loading, messages)),
                bar);
    }

    private List<Node> invitation() {
        boolean eyes = model.modelProperty().get().filter(m -> !m.acceptsPictures()).isEmpty();
        var title = title(eyes ? "chat.empty.title" : "chat.empty.title.noEyes");
        title.setId("invitation");
        var parts = new ArrayList<Node>();
        parts.add(Mark.node(MARK));
        parts.add(title);
        parts.add(
                sentence(
                        messages.text(
                                eyes ? "chat.empty.sentence" : "chat.empty.sentence.noEyes")));
        parts.add(new FirstLookView(model.firstLook(), messages, surroundings.openModels()));
        if (eyes && !surroundings.samples().isEmpty()) {
            parts.add(whereThereIsRoom(caption("chat.empty.samples")));
            parts.add(whereThereIsRoom(samples()));
        }
        parts.add(questions(eyes));
        return parts;
    }

    /// Hides a node in a low window as long as the first look takes its place.
    private <T extends Node> T whereThereIsRoom(T node) {
        node.visibleProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () ->
                                        getHeight() >= ROOMY
                                                || model.firstLook().lookProperty().get().isEmpty(),
                                heightProperty(),
                                model.firstLook().lookProperty()));
        node.managedProperty().bind(node.visibleProperty());
        return node;
    }

    private Label title(String key) {
        var label = new Label(messages.text(key));
        label.getStyleClass().add("page-title");
        label.setWrapText(true);
        return label;
    }

    private static Label sentence(String words) {
        var label = new Label(words);
        label.getStyleClass().addAll("muted", "welcome-sentence");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private Label caption(String key) {
        var label = new Label(messages.text(key));
        label.getStyleClass().addAll("small", "muted", "welcome-caption");
        return label;
    }

    private Node samples() {
        var row = new HBox();
        row.getStyleClass().add("samples");
        row.setAlignment(Pos.CENTER);
        for (var sample : surroundings.samples()) {
            var picture = new RoundedPicture(TILE, TILE, RADIUS);
            picture.setImage(
                    new Image(sample.file().toUri().toString(), IMAGE_SIDE * 2, 0, true, true));
            var button = new Button("", picture);
            button.getStyleClass().add("picture-button");
            button.setAccessibleText(messages.text("chat.empty.trySample", sample.name()));
            button.setTooltip(new Tooltip(sample.name()));
            button.setOnAction(_ -> {
                model.draft().addFiles(List.of(sample.file()));
                focusQuestion.run();
            });
            row.getChildren().add(button);
        }
        return row;
    }

    private Node questions(boolean eyes) {
        var pane = new FlowPane();
        pane.getStyleClass().add("questions");
        pane.setAlignment(Pos.CENTER);
        var keys =
                eyes
                        ? List.of("chat.example.what", "chat.example.people", "chat.example.story")
                        : List.of("chat.example.explain", "chat.example.write");
        for (var key : keys) {
            var button = new Button(messages.text(key));
            button.getStyleClass().add("question-chip");
            button.setOnAction(_ -> {
                model.draft().textProperty().set(button.getText());
                focusQuestion.run();
            });
            pane.getChildren().add(button);
        }
        return pane;
    }
}
