package dev.nunchi.e2e;

import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.DataFormat;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A window of another program from which a file can be dragged, as from a file manager.
public final class DragSource extends Application {
    static final String TITLE = "Files";

    /// Starts it as a process of its own.
    static Process start(Screen screen, Path file) throws IOException {
        return OtherProgram.start(screen, DragSource.class, file);
    }

    @Override
    public void start(Stage stage) {
        var file = Path.of(getParameters().getUnnamed().getFirst()).toFile();
        var root = new StackPane(new Label(file.getName()));
        root.setOnDragDetected(event -> {
            var board = root.startDragAndDrop(TransferMode.COPY);
            board.setContent(Map.of(DataFormat.FILES, List.of(file)));
            event.consume();
        });
        stage.setTitle(TITLE);
        stage.setScene(new Scene(root, OtherProgram.WIDTH, OtherProgram.HEIGHT));
        stage.show();
    }
}
