package dev.nunchi.bench;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Stage;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/// Does the model see? How often its words are those of the people who saw the picture.
///
/// For each photograph: the share of the greedy answer's content words that occur in the captions
/// of that photograph, and in those of another one. A model that guesses scores the same on both.
record Sees(CaptionedPictures photographs) {
    private static final String QUESTION = "Describe the image briefly.";
    private static final int LONGEST_ANSWER = 40;

    void run(Path assets, Path cache, PrintStream out) throws EngineException {
        var answers = answers(assets, cache, out);
        double own = 0;
        double others = 0;
        for (int i = 0; i < answers.size(); i++) {
            var words = CaptionedPictures.contentWords(answers.get(i));
            own += share(words, photographs.pictures().get(i).captions());
            others += share(words, photographs.other(i).captions());
        }
        int count = answers.size();
        var frequencies = new HashMap<String, Integer>();
        answers.forEach(answer -> frequencies.merge(answer, 1, Integer::sum));
        int commonest = Collections.max(frequencies.values());
        out.printf("photographs             %d%n", count);
        out.printf("words of own captions   %.3f%n", own / count);
        out.printf("words of another's      %.3f%n", others / count);
        out.printf("ratio                   %.2f%n", own / others);
        out.printf("distinct answers        %d%n", frequencies.size());
        out.printf("commonest answer covers %.1f %%%n", 100.0 * commonest / count);
    }

    private List<String> answers(Path assets, Path cache, PrintStream out) throws EngineException {
        var answers = new ArrayList<String>();
        try (var assistant = DefaultModel.open(assets, cache)) {
            for (var photograph : photographs.pictures()) {
                var turn = Turn.user(QUESTION, PictureReader.read(photograph.file()));
                var options = AnswerOptions.defaults().withMaxNewTokens(LONGEST_ANSWER);
                var answer =
                        assistant.answer(
                                List.of(turn), options, Quiet.LISTENER, CancelToken.none());
                answers.add(answer.text());
                if (answers.size() % 50 == 0) {
                    out.printf("# %d: %s%n", answers.size(), answer.text());
                }
            }
        }
        return answers;
    }

    private static double share(Set<String> words, List<String> captions) {
        var seen = CaptionedPictures.contentWords(String.join(" ", captions));
        return words.isEmpty()
                ? 0
                : (double) words.stream().filter(seen::contains).count() / words.size();
    }

    /// Hears nothing.
    enum Quiet implements AnswerListener {
        LISTENER;

        @Override
        public void onText(String delta) {}

        @Override
        public void report(Stage stage, long done, long total) {}
    }
}
