package dev.nunchi.app;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeMachine;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.ui.command.Overlay;
import dev.nunchi.app.ui.library.Row;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.app.ui.shell.ShellViewModel;
import dev.nunchi.engine.error.EngineException;

import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Parent;
import javafx.stage.Screen;
import javafx.stage.Stage;

import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import javax.imageio.ImageIO;

/// The whole program in its window, with doubles in place of models and machine: opened at the
/// corner of the screen and no wider than it, closed by [#close()]. Called from the test's thread.
final class OpenProgram implements AutoCloseable {
    private final AppContext context;
    private final Stage stage;

    private OpenProgram(AppContext context, Stage stage) {
        this.context = context;
        this.stage = stage;
    }

    static OpenProgram over(SeededHome home)
            throws EngineException, StoreException, TimeoutException {
        var engine =
                new AppContext.Engine(
                        new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                        (model, _, _) -> new ScriptedAssistant(model.name()),
                        new FakeTraining(),
                        new FakeMachine());
        var program =
                new OpenProgram(
                        AppContext.open(home.folders(), engine), FxToolkit.registerPrimaryStage());
        program.act(program::show);
        return program;
    }

    AppContext context() {
        return context;
    }

    ShellViewModel shell() {
        return context.shell();
    }

    Overlay overlay(String id) {
        return (Overlay) stage.getScene().lookup(id);
    }

    /// Does something as the person at the window would, and waits for what comes of it.
    void act(Runnable act) throws TimeoutException {
        FxToolkit.setupFixture(act);
        WaitForAsyncUtils.waitForFxEvents(10);
    }

    void resize(int width, int height) throws TimeoutException {
        act(() -> {
            stage.setWidth(width);
            stage.setHeight(height);
        });
    }

    void show(Page page) throws TimeoutException {
        act(() -> shell().show(page));
    }

    /// Opens the conversation that stands first in the side bar.
    void showNewestConversation() throws TimeoutException {
        var library = shell().features().library();
        act(() ->
                library.rows().stream()
                        .filter(Row.Item.class::isInstance)
                        .map(Row.Item.class::cast)
                        .findFirst()
                        .ifPresentOrElse(
                                row -> library.open(row.conversation().id()),
                                () -> {
                                    throw new AssertionError("no conversation in the side bar");
                                }));
    }

    /// Hands over all that is in sight, laid out.
    void look(Consumer<Parent> judge) throws TimeoutException {
        act(() -> {
            Parent root = stage.getScene().getRoot();
            root.applyCss();
            root.layout();
            judge.accept(root);
        });
    }

    void draw(Path png) throws IOException {
        var image = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> stage.getScene().snapshot(null));
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", png.toFile());
    }

    @Override
    public void close() throws TimeoutException {
        act(() -> {
            stage.hide();
            context.close();
        });
    }

    private void show() {
        new AppWindow(context, _ -> {}).show(stage);
        // A window that reaches beyond the screen cannot be drawn without one.
        stage.setX(0);
        stage.setY(0);
        stage.setWidth(
                Math.min(stage.getWidth(), Screen.getPrimary().getVisualBounds().getWidth()));
    }
}
