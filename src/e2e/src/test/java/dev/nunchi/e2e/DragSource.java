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
    static final int WIDTH = 240;
    static final int HEIGHT = 160;

    /// Starts it as a process of its own.
    static Process start(Screen screen, Path file) throws IOException {
        Path built = Program.repository().resolve("app/target");
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--module-path",
                                built.resolve("fx").toString(),
                                "--add-modules",
                                "javafx.controls",
                                "--enable-native-access=javafx.graphics",
                                "-cp",
                                Program.repository()
                                        .resolve("src/e2e/target/test-classes")
                                        .toString(),
                                DragSource.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(Program.artefact("drag-source.txt").toFile());
        builder.environment().putAll(Map.copyOf(screen.environment()));
        return builder.start();
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
        stage.setScene(new Scene(root, WIDTH, HEIGHT));
        stage.show();
    }
}
