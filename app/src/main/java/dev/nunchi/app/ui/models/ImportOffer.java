package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;

import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/// Asks how a large model that was dropped is to be imported.
final class ImportOffer extends VBox {
    private final Messages messages;

    ImportOffer(
            ModelsViewModel.Import.Offered offer, ModelsViewModel viewModel, Messages messages) {
        this.messages = messages;
        setId("models-offer");
        getStyleClass().addAll("card", "models-progress");
        var title = Nodes.label(messages.text("models.offer.title", offer.name()), "strong");
        var body =
                Nodes.label(
                        messages.text(
                                "models.offer.body",
                                messages.formats().bytes(offer.asItIs().needed()),
                                messages.formats().bytes(offer.smaller().needed()),
                                messages.formats().bytes(offer.asItIs().machine().installed())),
                        "muted");
        var smaller = button("models.offer.smaller", "primary");
        smaller.setId("models-offer-smaller");
        smaller.setOnAction(_ -> viewModel.importSmaller(offer.source()));
        var asItIs = button("models.offer.asItIs", "models-offer-as-it-is");
        asItIs.setOnAction(_ -> viewModel.importFrom(offer.source()));
        var cancel = button("shell.cancel", "quiet");
        cancel.setOnAction(_ -> viewModel.dismiss());
        var acts = new FlowPane(smaller, asItIs, cancel);
        acts.getStyleClass().add("models-offer-acts");
        getChildren().addAll(title, body, acts);
    }

    private Button button(String key, String style) {
        var button = new Button(messages.text(key));
        button.getStyleClass().add(style);
        return button;
    }
}
