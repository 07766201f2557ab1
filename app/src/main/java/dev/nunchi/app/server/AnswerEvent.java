package dev.nunchi.app.server;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.generate.TokenChoice;

/// What happens to a request, from the thread that answers to the one that writes.
sealed interface AnswerEvent {
    /// The request is one that is answered: nothing but the model can fail now.
    ///
    /// @param model that answers, by the name it is known under
    record Begun(String model) implements AnswerEvent {}

    record Token(TokenChoice choice) implements AnswerEvent {}

    record Text(String delta) implements AnswerEvent {}

    record Done(Answer answer) implements AnswerEvent {}

    record Failed(ApiException why) implements AnswerEvent {}
}
