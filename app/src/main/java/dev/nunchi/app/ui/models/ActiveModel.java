package dev.nunchi.app.ui.models;

import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.progress.Stage;

import javafx.beans.value.ObservableValue;

import java.util.OptionalInt;
import java.util.function.LongConsumer;

/// The model that answers, as the models page and the side bar see it. Used on the FX thread.
public interface ActiveModel {
    /// What is known of it.
    sealed interface Status {
        record None() implements Status {}

        /// @param fraction `0..1`, or -1 if not known
        record Opening(String name, Stage stage, double fraction) implements Status {}

        record Open(ModelInfo info) implements Status {}

        /// How far this status concerns a model.
        default ModelCard.Use useOf(InstalledModel model) {
            return switch (this) {
                case None _ -> ModelCard.Use.INSTALLED;
                case Opening(String name, _, _) when name.equals(model.name()) ->
                        ModelCard.Use.OPENING;
                case Open(ModelInfo info) when info.name().equals(model.name()) ->
                        ModelCard.Use.IN_USE;
                case Opening _, Open _ -> ModelCard.Use.INSTALLED;
            };
        }

        /// Known only of the open model.
        default OptionalInt contextLengthOf(InstalledModel model) {
            return this instanceof Open(ModelInfo info) && info.name().equals(model.name())
                    ? OptionalInt.of(info.contextLength())
                    : OptionalInt.empty();
        }
    }

    ObservableValue<Status> status();

    /// Opens a model and remembers it for the next start.
    void open(InstalledModel model);

    /// Opens a model for conversations of at most so many tokens, and remembers both.
    void open(InstalledModel model, int context);

    /// Closes the open model; none answers until one is chosen.
    ///
    /// @param done hears how many bytes were given back
    void unload(LongConsumer done);

    /// A model has gone; if it was the open one, another takes its place.
    void removed(InstalledModel model);
}
