package dev.nunchi.app;

import dev.nunchi.app.l10n.ErrorMessages;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.error.EngineException;

import javafx.application.Application;
import javafx.scene.control.Alert;
import javafx.stage.Stage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/// The window's life: open the data, show, close once.
public final class DesktopApp extends Application {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopApp.class);

    private final Messages messages = Messages.of(Language.SYSTEM);
    private Optional<AppContext> context = Optional.empty();
    private Optional<Problem> failure = Optional.empty();

    @Override
    public void init() {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, error) -> LOG.error("Uncaught in {}", thread.getName(), error));
        try {
            var folders = AppFolders.fromEnvironment();
            context = Optional.of(AppContext.open(folders, AppContext.Engine.in(folders)));
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
    }
}
