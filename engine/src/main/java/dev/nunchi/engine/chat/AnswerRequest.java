package dev.nunchi.engine.chat;

import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import java.util.List;

/// A conversation that is to be answered, as [Assistant#answer] takes it.
///
/// @param conversation with a user's turn
/// @param listener hears the answer on the thread that makes it
/// @param cancel ends this answer and no other
public record AnswerRequest(
        List<Turn> conversation,
        AnswerOptions options,
        AnswerListener listener,
        CancelToken cancel) {
    public AnswerRequest {
        conversation = List.copyOf(conversation);
        if (conversation.stream().noneMatch(turn -> turn.role() == Role.USER)) {
            throw new IllegalArgumentException("there is no question to answer");
        }
    }
}
