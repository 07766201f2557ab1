package dev.nunchi.app.store;

import java.time.Instant;

/// A person's judgement of two answers to one question, given before they knew whose they were.
///
/// @param model the model as it was before training
/// @param adapter what training made, by its name in the library
/// @param picture that the question was about
/// @param baseAnswer of the model as it was
/// @param tunedAnswer of the model with the adapter
public record Vote(
        String model,
        String adapter,
        StoredPicture picture,
        String question,
        String baseAnswer,
        String tunedAnswer,
        Choice choice,
        Instant votedAt) {
    /// Which answer was the better one.
    public enum Choice {
        BASE,
        TUNED,
        NEITHER
    }
}
