package dev.nunchi.engine.chat;

import dev.nunchi.engine.generate.FinishReason;

import java.util.List;

/// A finished answer; with [FinishReason#CANCELLED] what there was of it.
///
/// @param pictures those that the prompt showed, in its order: fewer than the conversation has if
///   its oldest turns did not fit
public record Answer(
        String text,
        FinishReason finishReason,
        TokenUsage usage,
        AnswerTiming timing,
        List<PictureUse> pictures,
        AnswerMemory memory) {
    public Answer {
        pictures = List.copyOf(pictures);
    }

    /// An answer to words alone whose memory nobody measured.
    public Answer(String text, FinishReason finishReason, TokenUsage usage, AnswerTiming timing) {
        this(text, finishReason, usage, timing, List.of(), AnswerMemory.unknown());
    }
}
