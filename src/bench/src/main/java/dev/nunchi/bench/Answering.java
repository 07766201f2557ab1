package dev.nunchi.bench;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// How long a person waits: from a dropped picture to the first token, and tokens a second after
/// it.
record Answering(CaptionedPictures photographs) {
    private static final String QUESTION = "What is in this picture?";

    void run(Path assets, Path cache, PrintStream out) throws EngineException {
        long start = System.nanoTime();
        try (var assistant = DefaultModel.open(assets, cache)) {
            out.printf("model open after          %.0f ms%n", millisSince(start));
            int count = photographs.pictures().size();
            var firstTokens = new double[count];
            var speeds = new double[count];
            for (int i = 0; i < count; i++) {
                long dropped = System.nanoTime();
                var picture = PictureReader.read(photographs.pictures().get(i).picture());
                double decoded = millisSince(dropped);
                var answer =
                        assistant.answer(
                                List.of(Turn.user(QUESTION, picture)),
                                AnswerOptions.defaults(),
                                AnswerListener.NONE,
                                CancelToken.none());
                firstTokens[i] = decoded + answer.timing().firstToken();
                speeds[i] = answer.timing().tokensPerSecond(answer.usage().newTokens());
            }
            // The first question of a run still warms up caches and threads.
            print(out, "picture to first token ms", Arrays.copyOfRange(firstTokens, 1, count));
            print(out, "tokens a second", Arrays.copyOfRange(speeds, 1, count));
        }
    }

    private static void print(PrintStream out, String what, double[] values) {
        Arrays.sort(values);
        out.printf(
                "%-25s min %.0f, median %.0f, max %.0f%n",
                what, values[0], values[values.length / 2], values[values.length - 1]);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
