package dev.nunchi.app.service;

import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.engine.chat.Answer;

import java.util.List;

/// What one of several gave as an answer.
///
/// @param sent pictures that left this computer for it, as they were sent
public record SideAnswer(Answer answer, List<OutgoingPicture> sent) {
    public SideAnswer {
        sent = List.copyOf(sent);
    }

    /// What there is when nobody was asked any more.
    public boolean isEmpty() {
        return answer.text().isBlank();
    }
}
