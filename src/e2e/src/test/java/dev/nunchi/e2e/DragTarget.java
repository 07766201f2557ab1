package dev.nunchi.e2e;

import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A window of another program onto which files can be dragged, as onto a file manager: it copies
/// what it gets into a folder.
public final class DragTarget extends Application {
    static final String TITLE = "Folder";

    /// Starts it as a process of its own.
    static Process start(Screen screen, Path folder) throws IOException {
        return OtherProgram.start(screen, DragTarget.class, folder);
    }

    @Override
    public void start(Stage stage) {
        var folder = Path.of(getParameters().getUnnamed().getFirst());
        var root = new StackPane(new Label("Drop here"));
        root.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
            event.consume();
        });
        root.setOnDragDropped(event -> {
            event.getDragboard().getFiles().forEach(file -> copy(file.toPath(), folder));
            event.setDropCompleted(true);
            event.consume();
        });
        stage.setTitle(TITLE);
        stage.setScene(new Scene(root, OtherProgram.WIDTH, OtherProgram.HEIGHT));
        stage.show();
    }

    private static void copy(Path file, Path folder) {
        try {
            // Beside and renamed: who waits for it finds it whole.
            var part = Files.copy(file, folder.resolve("part"));
            Files.move(part, folder.resolve(file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
