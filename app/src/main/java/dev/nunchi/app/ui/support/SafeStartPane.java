package dev.nunchi.app.ui.support;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.theme.Mark;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import java.util.List;

/// Tells that the last starts failed, what was left out of this one, and what can be done.
final class SafeStartPane extends StackPane {
    private static final double WIDTH = 560;
    private static final double MARK = 48;

    private final SupportViewModel viewModel;
    private final Messages messages;

    SafeStartPane(SupportViewModel viewModel, Messages messages) {
        this.viewModel = viewModel;
        this.messages = messages;
        getStyleClass().add("support-page");
        var title = label("support.safe.title", "page-title");
        var box = new VBox(Mark.node(MARK), title, label("support.safe.body", "plain"));
        for (String left : List.of("model", "adapters", "settings")) {
            box.getChildren().add(label("support.safe." + left, "support-left-out"));
        }
        box.getChildren().addAll(label("support.safe.kept", "muted"), acts());
        box.getStyleClass().add("support-safe");
        box.setMaxWidth(WIDTH);
        box.setMaxHeight(Region.USE_PREF_SIZE);
        setAlignment(Pos.CENTER);
        getChildren().add(box);
    }

    private FlowPane acts() {
        var acts =
                new FlowPane(
                        button("support.safe.usual", "primary", viewModel::tryAsUsual),
                        button("support.safe.goOn", "support-go-on", viewModel::close),
                        button("support.log.open", "quiet", () -> viewModel.show(SupportPage.LOG)),
                        button(
                                "support.diagnostics.make",
                                "quiet",
                                () -> viewModel.show(SupportPage.DIAGNOSTICS)));
        acts.getStyleClass().add("support-acts");
        return acts;
    }

    private Button button(String key, String style, Runnable act) {
        var button = new Button(messages.text(key));
        button.getStyleClass().add(style);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> act.run());
        return button;
    }

    private Label label(String key, String style) {
        var label = new Label(messages.text(key));
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
