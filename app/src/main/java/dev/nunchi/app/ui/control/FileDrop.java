package dev.nunchi.app.ui.control;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Lets a page take one file or folder that is dropped on it.
///
/// @param ready whether the page takes one now
/// @param take is given what was dropped
public record FileDrop(BooleanSupplier ready, Consumer<Path> take) {
    private static final double MARGIN = 12;

    /// Takes what is dropped on a page, without a sign of it.
    public void on(Node page) {
        on(page, new StackPane());
    }

    /// Takes what is dropped on a page, and says so as long as it is held above the page.
    ///
    /// @param page gets the sign as its last child
    public void on(StackPane page, String words) {
        var sign = new StackPane(Nodes.label(words, "section-title"));
        sign.getStyleClass().add("drop-target");
        sign.setMouseTransparent(true);
        sign.setVisible(false);
        StackPane.setMargin(sign, new Insets(MARGIN));
        page.getChildren().add(sign);
        on(page, sign);
    }

    private void on(Node page, Node sign) {
        page.setOnDragOver(event -> {
            if (canTake(event)) {
                event.acceptTransferModes(TransferMode.COPY);
                sign.setVisible(true);
                event.consume();
            }
        });
        page.setOnDragExited(_ -> sign.setVisible(false));
        page.setOnDragDropped(event -> {
            sign.setVisible(false);
            if (canTake(event)) {
                take.accept(event.getDragboard().getFiles().getFirst().toPath());
                event.setDropCompleted(true);
                event.consume();
            }
        });
    }

    private boolean canTake(DragEvent event) {
        return ready.getAsBoolean()
                && event.getDragboard().hasFiles()
                && event.getDragboard().getFiles().size() == 1;
    }
}
