package dev.nunchi.app;

import dev.nunchi.app.l10n.ErrorMessages;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.SingleInstance;
import dev.nunchi.app.platform.SingleInstance.Start;
import dev.nunchi.app.platform.StartMarker;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.error.EngineException;

import javafx.application.Application;
import javafx.scene.control.Alert;
import javafx.stage.Stage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The window's life: open the data, show, close once.
public final class DesktopApp extends Application {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopApp.class);

    // JavaFX makes this object itself and passes it nothing but strings.
    private static Optional<Start> begun = Optional.empty();
    private static List<Path> files = List.of();

    private final Messages messages = Messages.of(Language.SYSTEM);
    private Optional<AppContext> context = Optional.empty();
    private Optional<Problem> failure = Optional.empty();

    /// Shows the window; returns when it was closed.
    ///
    /// @param start what the lock said; empty where the folders cannot be used
    /// @param opened what to open in it
    static void launch(Optional<Start> start, List<Path> opened) {
        begun = start;
        files = List.copyOf(opened);
        Application.launch(DesktopApp.class);
    }

    @Override
    public void init() {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, error) -> LOG.error("Uncaught in {}", thread.getName(), error));
        if (begun.equals(Optional.of(new Start.Silent()))) {
            LOG.error("Another window is open and does not answer");
            failure = Optional.of(new ErrorMessages(messages).alreadyRunning());
            return;
        }
        try {
            var folders = AppFolders.fromEnvironment();
            var mode = new StartMarker(folders.state()).begin();
            context = Optional.of(AppContext.open(folders, AppContext.Engine.in(folders), mode));
        } catch (EngineException e) {
            LOG.error("The program cannot start", e);
            failure = Optional.of(new ErrorMessages(messages).of(e));
        } catch (StoreException e) {
            LOG.error("The program cannot start", e);
            failure = Optional.of(new ErrorMessages(messages).of(e));
        }
    }

    @Override
    public void start(Stage stage) {
        context.ifPresent(opened -> show(opened, stage));
        failure.ifPresent(this::tell);
    }

    private void show(AppContext opened, Stage stage) {
        Thread.currentThread().setUncaughtExceptionHandler((_, error) -> opened.unexpected(error));
        new AppWindow(opened, address -> getHostServices().showDocument(address.toString()))
                .show(stage);
        opened.caretaker().opened().open(files);
        instance().ifPresent(first -> opened.caretaker().listen(first, () -> toFront(stage)));
    }

    private static void toFront(Stage stage) {
        stage.setIconified(false);
        stage.toFront();
        stage.requestFocus();
    }

    private static Optional<SingleInstance> instance() {
        return begun.flatMap(start ->
                start instanceof Start.First(SingleInstance first)
                        ? Optional.of(first)
                        : Optional.empty());
    }

    private void tell(Problem problem) {
        var alert = new Alert(Alert.AlertType.ERROR, problem.act());
        alert.setTitle(messages.text("shell.name"));
        alert.setHeaderText(problem.sentence());
        alert.showAndWait();
    }

    @Override
    public void stop() {
        context.ifPresent(AppContext::close);
        instance().ifPresent(SingleInstance::close);
    }
}
