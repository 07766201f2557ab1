package dev.nunchi.bench;

import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.eval.CaptionEvaluation;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;

/// Does the model see? The engine's own evaluation, and how varied the answers are.
record Sees(CaptionedPictures photographs) {
    void run(Path assets, Path cache, PrintStream out) throws EngineException {
        try (var assistant = DefaultModel.open(assets, cache)) {
            var report =
                    CaptionEvaluation.of(photographs.pictures())
                            .run(assistant, Progress.NONE, CancelToken.none())
                            .orElseThrow();
            var frequencies = new HashMap<String, Integer>();
            report.answers().forEach(answer -> frequencies.merge(answer, 1, Integer::sum));
            int commonest = Collections.max(frequencies.values());
            var loss = report.captionLoss().orElseThrow();
            out.printf("photographs             %d%n", report.rows());
            out.printf(
                    "caption loss            right picture %.4f, another %.4f%n",
                    loss.right(), loss.other());
            out.printf("CIDEr-D                 %.4f%n", report.cider());
            out.printf("words of own captions   %.3f%n", report.nounRecall());
            out.printf("words of another's      %.3f%n", report.nounRecallShuffled());
            out.printf(
                    "ratio                   %.2f%n",
                    report.nounRecall() / report.nounRecallShuffled());
            out.printf("distinct answers        %d%n", frequencies.size());
            out.printf("commonest answer covers %.1f %%%n", 100.0 * commonest / report.rows());
        }
    }
}
