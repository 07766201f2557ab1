package dev.nunchi.bench.peers;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Speculation;
import dev.nunchi.engine.progress.CancelToken;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// What guessing tokens ahead brings: the same questions with and without it, in turn.
///
/// @param model as the table calls it
record Guesses(String model, Assistant assistant, int rounds) {
    private static final int NEW_TOKENS = 128;

    private static final String TEXT =
            "The lighthouse on the northern cape was built in 1874 by two brothers who had never"
                    + " seen the sea before. They carried every stone from the quarry behind the"
                    + " village, forty minutes on foot, and mixed the mortar with rain water that"
                    + " they kept in barrels. When the lamp was lit for the first time, the"
                    + " fishermen rowed out at night to look at it, and their children counted the"
                    + " seconds between two flashes: one, two, three, four, five, dark.";

    /// A question and what its answer is like.
    private enum Question {
        REPEATS(
                "an answer that repeats its question",
                "Repeat this text word for word:\n\n" + TEXT),
        WORKS_OVER(
                "an answer that works its question over",
                "Correct the mistakes in this text:\n\n" + TEXT),
        TELLS("an answer in words of its own", "Tell me about life by the sea.");

        private final String title;
        private final String text;

        Question(String title, String text) {
            this.title = title;
            this.text = text;
        }
    }

    void print(PrintStream out) throws EngineException {
        for (var question : Question.values()) {
            var with = new ArrayList<Double>();
            var without = new ArrayList<Double>();
            var ratios = new ArrayList<Double>();
            answer(question, Speculation.OFF);
            for (int round = 0; round < rounds; round++) {
                with.add(speed(answer(question, Speculation.PROMPT_LOOKUP)));
                without.add(speed(answer(question, Speculation.OFF)));
                ratios.add(with.getLast() / without.getLast());
            }
            String guessed = answer(question, Speculation.PROMPT_LOOKUP).text();
            String plain = answer(question, Speculation.OFF).text();
            out.printf(
                    Locale.ROOT,
                    "| %s | %s, %s | %.1f tokens/s | a token a run | %.1f tokens/s | **%.2f** (%.2f–%.2f) |%n",
                    model,
                    question.title,
                    difference(guessed, plain),
                    median(with),
                    median(without),
                    median(ratios),
                    Collections.min(ratios),
                    Collections.max(ratios));
        }
    }

    private Answer answer(Question question, Speculation speculation) throws EngineException {
        var options =
                AnswerOptions.defaults().withMaxNewTokens(NEW_TOKENS).withSpeculation(speculation);
        var conversation = List.of(Turn.user(question.text));
        return assistant.answer(conversation, options, AnswerListener.NONE, CancelToken.none());
    }

    private static double speed(Answer answer) {
        return answer.timing().tokensPerSecond(answer.usage().newTokens());
    }

    private static String difference(String guessed, String plain) {
        if (guessed.equals(plain)) {
            return plain.length() + " equal characters";
        }
        int at = 0;
        while (at < Math.min(guessed.length(), plain.length())
                && guessed.charAt(at) == plain.charAt(at)) {
            at++;
        }
        return "first difference at character %d of %d".formatted(at, plain.length());
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
