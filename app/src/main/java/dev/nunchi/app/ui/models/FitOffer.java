package dev.nunchi.app.ui.models;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.control.Nodes;

import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/// Asks what to do with a model that does not fit the memory that is free.
final class FitOffer extends VBox {
    private final Messages messages;

    FitOffer(FitQuestion question, ModelsViewModel viewModel, Messages messages) {
        this.messages = messages;
        setId("models-fit-question");
        getStyleClass().addAll("card", "models-progress");
        var fit = question.fit();
        getChildren()
                .addAll(
                        Nodes.label(
                                messages.text("models.fit.question", question.model().name()),
                                "strong"),
                        Nodes.label(
                                messages.text(
                                        "models.fit.question.body",
                                        bytes(fit.needed()),
                                        fit.context(),
                                        bytes(fit.machine().free()),
                                        bytes(fit.machine().installed())),
                                "muted"),
                        acts(question, viewModel));
    }

    private FlowPane acts(FitQuestion question, ModelsViewModel viewModel) {
        var acts = new FlowPane();
        acts.getStyleClass().add("models-offer-acts");
        question.shorter()
                .ifPresent(fit ->
                        acts.getChildren()
                                .add(
                                        button(
                                                messages.text(
                                                        "models.fit.shorter",
                                                        fit.context(),
                                                        bytes(fit.needed())),
                                                "models-fit-shorter",
                                                viewModel::useShorter)));
        question.smaller()
                .ifPresent(fit ->
                        acts.getChildren()
                                .add(
                                        button(
                                                messages.text(
                                                        "models.fit.smaller", bytes(fit.needed())),
                                                "models-fit-smaller",
                                                viewModel::makeSmaller)));
        if (!acts.getChildren().isEmpty()) {
            acts.getChildren().getFirst().getStyleClass().add("primary");
        }
        var cancel = button(messages.text("shell.cancel"), "models-fit-cancel", viewModel::dismiss);
        cancel.getStyleClass().add("quiet");
        acts.getChildren()
                .addAll(
                        button(
                                messages.text("models.fit.anyway"),
                                "models-fit-anyway",
                                viewModel::useAnyway),
                        cancel);
        return acts;
    }

    private String bytes(long count) {
        return messages.formats().bytes(count);
    }

    private static Button button(String text, String id, Runnable act) {
        var button = new Button(text);
        button.setId(id);
        button.setOnAction(_ -> act.run());
        return button;
    }
}
