package dev.nunchi.engine.chat;

import java.util.concurrent.CompletableFuture;

/// Several answers in the making at once, step by step. Each reads as it would alone, and ends
/// alone: whole, cancelled or failed.
///
/// Confined to one thread. Between two steps, other threads' calls to the assistant have their
/// turn, and the steps wait for them. Not to be used after the assistant is closed.
public interface AnswerBatch {
    /// Answers that have not ended.
    int size();

    /// Whether no more may join before one has ended.
    boolean isFull();

    /// Lets a conversation be answered by the next steps.
    ///
    /// @return is completed by [#step], on its thread, with the answer or with what ended it: an
    ///   [dev.nunchi.engine.error.EngineException], a mistake, too little memory
    /// @throws IllegalArgumentException if an adapter is named that the model was not opened with
    /// @throws IllegalStateException if it is full
    CompletableFuture<Answer> join(AnswerRequest request);

    /// Does some work for each: a piece of a prompt or a picture, a token of every answer. Where
    /// answers are made one after another, a step is a whole answer.
    void step();
}
