package dev.nunchi.engine.chat;

import dev.nunchi.engine.progress.Progress;

/// Hears an answer while it is made. Called on the thread that answers: return quickly.
public interface AnswerListener extends Progress {
    /// More of the answer: whole characters, never empty.
    void onText(String delta);
}
