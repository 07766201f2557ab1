package dev.nunchi.engine.eval;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Speculation;
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

/// How quickly an open model answers about pictures that it has not seen before, goes on about
/// them, and answers once more.
///
/// Tokens are written one by one: what guessing ahead brings depends on the answer, see
/// [Speculation].
///
/// A round is a new question, a further one about the same pictures, and the first one again. A
/// first round warms up; of the others the medians are taken.
public final class SpeedTest {
    private static final String QUESTION =
            "Describe this picture: who or what is in it, where it was taken, which colours stand"
                    + " out, what the light is like, and what may happen next. Tell of the"
                    + " background, too, and of all small things that are easily overlooked.";
    private static final String SHORT_QUESTION = "What is this?";
    private static final String FURTHER_QUESTION = "What else?";

    /// A token of its own in most vocabularies.
    private static final String FILLER = " and";

    private final Assistant assistant;
    private final Load load;
    private final List<Round> rounds = new ArrayList<>();

    private SpeedTest(Assistant assistant, Load load) {
        this.assistant = assistant;
        this.load = load;
    }

    /// What a round asks for.
    ///
    /// @param promptTokens of a new question with its pictures, about; 0 for a question of some
    ///   fifty words
    /// @param newTokens at most, `>= 1`
    /// @param pictures shown with it; none to a model that takes none
    /// @param rounds that count, `>= 1`
    public record Load(int promptTokens, int newTokens, int pictures, int rounds) {
        public Load {
            if (promptTokens < 0 || newTokens < 1 || pictures < 0 || rounds < 1) {
                throw new IllegalArgumentException(
                        "%d tokens, %d new ones, %d pictures, %d rounds"
                                .formatted(promptTokens, newTokens, pictures, rounds));
            }
        }

        /// One picture, a long question, a short answer.
        public static Load defaults() {
            return new Load(0, 32, 1, 3);
        }
    }

    /// Milliseconds from a question to the first token of its answer.
    ///
    /// @param cold of the first question after opening
    /// @param warm of a new question about new pictures
    /// @param followUp of a further question about the same pictures
    /// @param again of the question that was just answered
    public record FirstToken(double cold, double warm, double followUp, double again) {}

    /// Medians of the rounds.
    ///
    /// @param picture milliseconds that tower and projector take for a question's pictures
    /// @param pictureTokens that the pictures become
    /// @param promptTokens that are read, the pictures' among them
    /// @param prefill tokens read a second
    /// @param decode tokens written a second; 0 if the answers were too short to tell
    /// @param memory bytes of the process at the end; 0 where the system does not tell
    public record Result(
            double picture,
            int pictureTokens,
            int promptTokens,
            double prefill,
            double decode,
            FirstToken firstToken,
            long memory) {}

    /// The answers of a round.
    private record Round(Answer asked, Answer further, Answer again) {}

    /// @param picture any; each question is shown it as if it were another
    /// @return empty if cancelled
    public static Optional<Result> run(
            Assistant assistant, Picture picture, Progress progress, CancelToken cancel)
            throws EngineException {
        return run(assistant, picture, Load.defaults(), progress, cancel);
    }

    /// As [#run(Assistant, Picture, Progress, CancelToken)], with another load.
    public static Optional<Result> run(
            Assistant assistant, Picture picture, Load load, Progress progress, CancelToken cancel)
            throws EngineException {
        var test = new SpeedTest(assistant, load);
        for (int round = 0; round <= load.rounds(); round++) {
            progress.report(Stage.EVALUATING, round, load.rounds() + 1L);
            test.round(test.question(picture, round), cancel);
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
        }
        return Optional.of(test.result());
    }

    private void round(Turn question, CancelToken cancel) throws EngineException {
        var asked = answer(List.of(question), cancel);
        var told = Turn.assistant(asked.text());
        var further = answer(List.of(question, told, Turn.user(FURTHER_QUESTION)), cancel);
        rounds.add(new Round(asked, further, answer(List.of(question), cancel)));
    }

    private Answer answer(List<Turn> conversation, CancelToken cancel) throws EngineException {
        var options =
                AnswerOptions.defaults()
                        .withMaxNewTokens(load.newTokens())
                        .withSpeculation(Speculation.OFF);
        return assistant.answer(conversation, options, AnswerListener.NONE, cancel);
    }

    /// Begins with the round's number: what a question shares with the one before it is not read
    /// again.
    private Turn question(Picture picture, int round) throws EngineException {
        int count = assistant.info().acceptsPictures() ? load.pictures() : 0;
        var pictures = new Picture[count];
        for (int i = 0; i < count; i++) {
            pictures[i] = another(picture, round * count + i);
        }
        if (load.promptTokens() == 0) {
            return Turn.user(round + ". " + QUESTION, pictures);
        }
        var turn = Turn.user(round + ". " + SHORT_QUESTION, pictures);
        int missing = load.promptTokens() - assistant.count(List.of(turn)).promptTokens();
        return Turn.user(turn.text() + FILLER.repeat(Math.max(0, missing)), pictures);
    }

    private Result result() {
        var counted = rounds.subList(1, rounds.size());
        var last = counted.getLast();
        var usage = last.asked().usage();
        return new Result(
                median(counted, round -> round.asked().timing().pictures()),
                usage.imageTokens(),
                usage.promptTokens(),
                median(counted, SpeedTest::prefill),
                median(counted, SpeedTest::decode),
                new FirstToken(
                        rounds.getFirst().asked().timing().firstToken(),
                        median(counted, round -> round.asked().timing().firstToken()),
                        median(counted, round -> round.further().timing().firstToken()),
                        median(counted, round -> round.again().timing().firstToken())),
                last.again().memory().process());
    }

    /// The cache may still hold what comes before the picture: a few tokens.
    private static double prefill(Round round) {
        return round.asked().usage().promptTokens() * 1000.0 / round.asked().timing().prefill();
    }

    private static double decode(Round round) {
        return round.asked().timing().tokensPerSecond(round.asked().usage().newTokens());
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
    }

    /// The same pixels under another hash: features are kept by it.
    private static Picture another(Picture picture, int number) {
        var digest = Sha256.newDigest();
        digest.update((picture.contentHash() + number).getBytes(StandardCharsets.US_ASCII));
        return new Picture(
                picture.width(),
                picture.height(),
                picture.rgb(),
                picture.format(),
                HexFormat.of().formatHex(digest.digest()));
    }
}
