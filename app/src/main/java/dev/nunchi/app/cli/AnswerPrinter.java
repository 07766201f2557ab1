package dev.nunchi.app.cli;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.progress.Stage;

import java.util.function.Consumer;

/// Prints an answer while it is made, and progress until its first word.
record AnswerPrinter(ProgressLine progress, Consumer<String> output) implements AnswerListener {
    @Override
    public void report(Stage stage, long done, long total) {
        // The words themselves show that the model is answering.
        if (stage != Stage.ANSWERING) {
            progress.report(stage, done, total);
        }
    }

    @Override
    public void onText(String delta) {
        progress.clear();
        output.accept(delta);
    }
}
