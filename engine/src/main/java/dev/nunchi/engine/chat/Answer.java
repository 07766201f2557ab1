package dev.nunchi.engine.chat;

import dev.nunchi.engine.generate.FinishReason;

/// A finished answer; with [FinishReason#CANCELLED] what there was of it.
public record Answer(
        String text, FinishReason finishReason, TokenUsage usage, AnswerTiming timing) {}
