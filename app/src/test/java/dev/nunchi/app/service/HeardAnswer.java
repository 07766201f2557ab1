package dev.nunchi.app.service;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.progress.Stage;

/// A listener that remembers the text; read it when the answer has ended.
final class HeardAnswer implements AnswerListener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void onText(String delta) {
        text.append(delta);
    }

    @Override
    public void report(Stage stage, long done, long total) {
        // Stages are tested where they are shown.
    }

    String text() {
        return text.toString();
    }
}
