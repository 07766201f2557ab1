package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;

import javafx.beans.binding.Bindings;

import org.kordamp.ikonli.feather.Feather;

/// The acts on an answer that ask what the model saw.
///
/// @param turn an answer
record SightActs(TurnItem turn, ChatViewModel model, Messages messages) {
    void addTo(Acts acts, GroundingViewModel grounding) {
        var sight =
                acts.add(
                        Feather.EYE,
                        messages.text("chat.sight"),
                        () -> turn.stored().ifPresent(grounding::toggle));
        sight.getTooltip()
                .textProperty()
                .bind(
                        grounding
                                .stateProperty()
                                .map(state ->
                                        messages.text(
                                                state instanceof GroundingViewModel.State.Hidden
                                                        ? "chat.sight"
                                                        : "chat.sight.hide")));
        sight.visibleProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                this::sawPictures, turn.factsProperty(), model.modelProperty()));
        sight.managedProperty().bind(sight.visibleProperty());
        acts.add(Feather.APERTURE, messages.text("chat.sight.inspect"), () -> model.inspect(turn));
    }

    /// There is something that could have been seen, and somebody to ask.
    private boolean sawPictures() {
        return turn.getFacts().filter(facts -> facts.usage().imageTokens() > 0).isPresent()
                && model.modelProperty().get().filter(info -> info.acceptsPictures()).isPresent();
    }
}
