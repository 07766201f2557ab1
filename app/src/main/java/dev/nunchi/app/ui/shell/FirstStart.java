package dev.nunchi.app.ui.shell;

import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.library.LibraryViewModel;
import dev.nunchi.engine.chat.ModelInfo;

import java.nio.file.Path;

/// Waits for the moment when the program has just been installed: the model that came along is open
/// and nothing was ever asked. Then that model answers about a picture.
public final class FirstStart {
    private final ShellViewModel shell;
    private final Path picture;
    private boolean over;

    /// @param picture one that came along
    public FirstStart(ShellViewModel shell, Path picture) {
        this.shell = shell;
        this.picture = picture;
    }

    /// Begins to wait.
    public void watch() {
        var features = shell.features();
        features.library().stateProperty().subscribe(_ -> look());
        features.chat().stateProperty().subscribe(_ -> look());
        shell.demonstrationProperty().subscribe(_ -> look());
    }

    private void look() {
        var features = shell.features();
        var library = features.library().stateProperty().get();
        boolean sees =
                features.chat()
                        .modelProperty()
                        .get()
                        .filter(ModelInfo::acceptsPictures)
                        .isPresent();
        over = over || library == LibraryViewModel.State.SHOWN;
        if (!over
                && sees
                && library == LibraryViewModel.State.EMPTY
                && shell.demonstrationProperty().getValue()
                && features.chat().getState() instanceof ChatState.Ready) {
            over = true;
            features.chat().firstLook().start(picture);
        }
    }
}
