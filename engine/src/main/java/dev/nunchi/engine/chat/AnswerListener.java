package dev.nunchi.engine.chat;

import dev.nunchi.engine.generate.TokenChoice;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

/// Hears an answer while it is made. Called on the thread that answers: return quickly.
public interface AnswerListener extends Progress {
    /// For callers who take the answer when it is whole.
    AnswerListener NONE =
            new AnswerListener() {
                @Override
                public void onText(String delta) {}

                @Override
                public void report(Stage stage, long done, long total) {}
            };

    /// A token was chosen, before its text is heard; only if [AnswerOptions#alternatives] asks for
    /// it.
    default void onToken(TokenChoice choice) {}

    /// More of the answer: whole characters, never empty.
    void onText(String delta);
}
