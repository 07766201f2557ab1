package dev.nunchi.engine.eval;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.storage.Sha256;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How quickly an open model answers about a picture that it has not seen before.
public final class SpeedTest {
    private static final int ROUNDS = 3;
    private static final int NEW_TOKENS = 32;
    private static final String QUESTION =
            "Describe this picture: who or what is in it, where it was taken, which colours stand"
                    + " out, what the light is like, and what may happen next. Tell of the"
                    + " background, too, and of all small things that are easily overlooked.";

    private SpeedTest() {}

    /// Medians of the rounds after a first one that warms up.
    ///
    /// @param picture milliseconds that tower and projector take; 0 if the model takes no pictures
    /// @param pictureTokens that the picture becomes
    /// @param promptTokens that are read, the picture's among them
    /// @param prefill tokens read a second
    /// @param decode tokens written a second; 0 if the answers were too short to tell
    /// @param firstToken milliseconds from the question to the answer's first token
    /// @param memory bytes of the process at the end; 0 where the system does not tell
    public record Result(
            double picture,
            int pictureTokens,
            int promptTokens,
            double prefill,
            double decode,
            double firstToken,
            long memory) {}

    /// @param picture any; each round is shown it as if it were another
    /// @return empty if cancelled
    public static Optional<Result> run(
            Assistant assistant, Picture picture, Progress progress, CancelToken cancel)
            throws EngineException {
        var answers = new ArrayList<Answer>();
        for (int round = 0; round <= ROUNDS; round++) {
            progress.report(Stage.EVALUATING, round, ROUNDS + 1L);
            var turn =
                    assistant.info().acceptsPictures()
                            ? Turn.user(QUESTION, another(picture, round))
                            : Turn.user(QUESTION + " " + round);
            var answer =
                    assistant.answer(
                            List.of(turn),
                            AnswerOptions.defaults().withMaxNewTokens(NEW_TOKENS),
                            AnswerListener.NONE,
                            cancel);
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
            if (round > 0) {
                answers.add(answer);
            }
        }
        var usage = answers.getLast().usage();
        return Optional.of(
                new Result(
                        median(answers, answer -> answer.timing().pictures()),
                        usage.imageTokens(),
                        usage.promptTokens(),
                        median(answers, SpeedTest::prefill),
                        median(answers, SpeedTest::decode),
                        median(answers, answer -> answer.timing().firstToken()),
                        answers.getLast().memory().process()));
    }

    /// The cache may still hold what comes before the picture: a few tokens.
    private static double prefill(Answer answer) {
        return answer.usage().promptTokens() * 1000.0 / answer.timing().prefill();
    }

    private static double decode(Answer answer) {
        return answer.timing().tokensPerSecond(answer.usage().newTokens());
    }

    private static double median(List<Answer> answers, ToDoubleFunction<Answer> figure) {
        return answers.stream().mapToDouble(figure).sorted().toArray()[ROUNDS / 2];
    }

    /// The same pixels under another hash: features are kept by it.
    private static Picture another(Picture picture, int round) {
        var digest = Sha256.newDigest();
        digest.update((picture.contentHash() + round).getBytes(StandardCharsets.US_ASCII));
        return new Picture(
                picture.width(),
                picture.height(),
                picture.rgb(),
                picture.format(),
                HexFormat.of().formatHex(digest.digest()));
    }
}
