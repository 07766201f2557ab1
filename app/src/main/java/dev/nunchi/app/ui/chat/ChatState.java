package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.engine.progress.Stage;

/// What the conversation is doing.
public sealed interface ChatState {
    /// There is no model to ask.
    record NoModel() implements ChatState {}

    /// A comparison has the model; it comes back by itself.
    record Lent() implements ChatState {}

    /// @param fraction `0..1`, or -1 if not known
    record LoadingModel(Stage stage, double fraction) implements ChatState {}

    /// A question can be asked.
    record Ready() implements ChatState {}

    /// A question can be asked; the model is looking at the draft's pictures meanwhile.
    record EncodingPicture(int done, int total) implements ChatState {}

    /// @param stage what comes before the first words, then [Stage#ANSWERING]
    record Answering(Stage stage) implements ChatState {}

    /// Something went wrong; [ChatViewModel#dismissFailure] goes on without the remedy.
    record Failed(Problem problem, Remedy remedy) implements ChatState {}

    /// What can be done about a failure from here.
    enum Remedy {
        /// [ChatViewModel#retry]
        TRY_AGAIN,
        /// Choose or import another model.
        OPEN_MODELS
    }
}
