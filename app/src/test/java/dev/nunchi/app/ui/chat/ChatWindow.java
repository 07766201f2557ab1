package dev.nunchi.app.ui.chat;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.task.FxJobRunner;
import dev.nunchi.app.ui.theme.Appearance;
import dev.nunchi.engine.chat.Assistant;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;

import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A chat in a window of its own, with an open model; the field for the question has the focus.
final class ChatWindow implements AutoCloseable {
    static final long PATIENCE_SECONDS = 10;

    final ChatFixture chat;
    final ChatView view;

    ChatWindow(Path folder, Assistant assistant) throws StoreException, TimeoutException {
        chat = new ChatFixture(folder, assistant, FxJobRunner::new);
        Stage stage = FxToolkit.registerStage(Stage::new);
        view = FxToolkit.setupFixture(() -> show(stage));
        waitFor(() -> chat.model.getState() instanceof ChatState.Ready);
    }

    private ChatView show(Stage stage) {
        var shown =
                new ChatView(
                        chat.model, chat.messages, new Surroundings(List.of(), _ -> {}, () -> {}));
        var scene = new Scene(shown, 900, 700);
        new Appearance().dress(scene);
        stage.setScene(scene);
        // The headless screen delivers wheel events to windows at its top only.
        stage.setX(0);
        stage.setY(0);
        stage.show();
        chat.model.useModel(ChatFixture.MODEL);
        shown.focusQuestion();
        return shown;
    }

    void waitFor(Callable<Boolean> condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                PATIENCE_SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(condition).get());
        WaitForAsyncUtils.waitForFxEvents();
    }

    void waitForAnswer() throws TimeoutException {
        waitFor(() ->
                chat.model.getState() instanceof ChatState.Ready && !chat.model.turns().isEmpty());
    }

    void ask(String question) throws TimeoutException {
        WaitForAsyncUtils.waitForAsyncFx(
                TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS),
                () -> {
                    chat.model.draft().textProperty().set(question);
                    chat.model.send();
                });
        waitForAnswer();
    }

    List<String> texts() {
        return chat.model.turns().stream().map(TurnItem::getText).toList();
    }

    /// The view and every node in it.
    List<Node> all() {
        return all(view);
    }

    private static List<Node> all(Node node) {
        var found = new ArrayList<Node>(List.of(node));
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> found.addAll(all(child)));
        }
        return found;
    }

    /// The toggle button of that name.
    ToggleButton toggle(String name) {
        return all().stream()
                .filter(ToggleButton.class::isInstance)
                .map(ToggleButton.class::cast)
                .filter(b -> name.equals(b.getAccessibleText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no toggle '" + name + "'"));
    }

    /// The last button of that name.
    Button button(String name) {
        return all().stream()
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .filter(b -> b.isVisible() && name.equals(b.getAccessibleText()))
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError("no button '" + name + "'"));
    }

    /// The button with these words on it.
    Button buttonWith(String words) {
        return all().stream()
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .filter(b -> words.equals(b.getText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button '" + words + "'"));
    }

    @Override
    public void close() throws StoreException {
        try {
            FxToolkit.cleanupStages();
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
        chat.close();
    }
}
