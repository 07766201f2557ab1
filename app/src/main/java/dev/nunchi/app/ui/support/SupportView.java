package dev.nunchi.app.ui.support;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.ControlStyles;
import dev.nunchi.app.ui.control.WhileShown;
import dev.nunchi.app.ui.theme.Stylesheet;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// The helping pages, in front of the window.
public final class SupportView extends StackPane {
    private final SupportViewModel viewModel;
    private final Messages messages;
    private final Consumer<Path> openFolder;

    /// @param openFolder shows a folder in the system's file manager
    public SupportView(SupportViewModel viewModel, Messages messages, Consumer<Path> openFolder) {
        this.viewModel = viewModel;
        this.messages = messages;
        this.openFolder = openFolder;
        setId("support");
        getStyleClass().add("support");
        Stylesheet.addTo(this, "support.css");
        ControlStyles.addTo(this);
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        WhileShown.follow(this, viewModel.pageProperty(), this::show);
    }

    private void show(Optional<SupportPage> page) {
        setVisible(page.isPresent());
        getChildren().clear();
        page.map(this::viewOf)
                .ifPresent(view -> {
                    getChildren().add(view);
                    view.requestFocus();
                });
    }

    private Node viewOf(SupportPage page) {
        return switch (page) {
            case SAFE_START -> new SafeStartPane(viewModel, messages);
            case LOG -> new LogPane(viewModel, messages, openFolder);
            case DIAGNOSTICS -> new DiagnosticsPane(viewModel, messages, openFolder);
        };
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE
                && !viewModel.pageProperty().get().equals(Optional.of(SupportPage.SAFE_START))) {
            viewModel.back();
            event.consume();
        }
    }
}
