package dev.nunchi.engine.eval;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.quantize.CaptionLoss;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks a model about pictures that people have described, and compares.
///
/// Each figure comes twice: with the picture and with another one's in its place. A model that does
/// not look scores the same on both.
///
/// @param question asked about every picture
/// @param adapter the name of one that the model was opened with; empty for the base
/// @param pictures two or more
public record CaptionEvaluation(
        String question, Optional<String> adapter, List<CaptionedPicture> pictures) {
    /// What is asked unless somebody wishes otherwise.
    public static final String QUESTION = "Describe the image briefly.";

    /// Captions of people have 10 words; what comes after three times as many is not brief.
    public static final int LONGEST_ANSWER = 40;

    public CaptionEvaluation {
        pictures = List.copyOf(pictures);
        if (pictures.size() < 2) {
            throw new IllegalArgumentException(
                    "%d pictures: another one is needed to compare with"
                            .formatted(pictures.size()));
        }
    }

    /// Asks the base [#QUESTION].
    public static CaptionEvaluation of(List<CaptionedPicture> pictures) {
        return new CaptionEvaluation(QUESTION, Optional.empty(), pictures);
    }

    public CaptionEvaluation withQuestion(String other) {
        return new CaptionEvaluation(other, adapter, pictures);
    }

    public CaptionEvaluation withAdapter(String name) {
        return new CaptionEvaluation(question, Optional.of(name), pictures);
    }

    /// Runs on an open model, greedily: the same figures every time.
    ///
    /// @param progress hears [Stage#EVALUATING] in pictures
    /// @return empty if cancelled
    public Optional<CaptionReport> run(Assistant assistant, Progress progress, CancelToken cancel)
            throws EngineException {
        var answers = new ArrayList<String>();
        var right = new Mean();
        var wrong = new Mean();
        for (int i = 0; i < pictures.size(); i++) {
            progress.report(Stage.EVALUATING, i, pictures.size());
            String caption = pictures.get(i).captions().getFirst();
            var picture = PictureReader.read(pictures.get(i).picture());
            right.add(assistant.score(asked(picture), caption, adapter));
            var answer = answer(assistant, picture, cancel);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            answers.add(answer.get());
            wrong.add(score(assistant, other(i), caption));
        }
        progress.report(Stage.EVALUATING, pictures.size(), pictures.size());
        var loss = new CaptionLoss(right.value(), wrong.value());
        return Optional.of(report(Optional.of(loss), answers));
    }

    /// The loss alone, as training reports it: asks for no answers.
    ///
    /// @param progress hears [Stage#EVALUATING] in pictures
    /// @return empty if cancelled
    public Optional<CaptionLoss> loss(Assistant assistant, Progress progress, CancelToken cancel)
            throws EngineException {
        var right = new Mean();
        var wrong = new Mean();
        for (int i = 0; i < pictures.size(); i++) {
            if (cancel.isCancelled()) {
                return Optional.empty();
            }
            progress.report(Stage.EVALUATING, i, pictures.size());
            for (String caption : pictures.get(i).captions()) {
                right.add(score(assistant, pictures.get(i), caption));
                wrong.add(score(assistant, other(i), caption));
            }
        }
        progress.report(Stage.EVALUATING, pictures.size(), pictures.size());
        return Optional.of(new CaptionLoss(right.value(), wrong.value()));
    }

    private Score score(Assistant assistant, CaptionedPicture shown, String caption)
            throws EngineException {
        return assistant.score(asked(PictureReader.read(shown.picture())), caption, adapter);
    }

    private List<Turn> asked(Picture picture) {
        return List.of(Turn.user(question, picture));
    }

    private Optional<String> answer(Assistant assistant, Picture picture, CancelToken cancel)
            throws EngineException {
        var longest = AnswerOptions.defaults().withMaxNewTokens(LONGEST_ANSWER);
        var options = adapter.map(longest::withAdapter).orElse(longest);
        var answer = assistant.answer(asked(picture), options, AnswerListener.NONE, cancel);
        return answer.finishReason() == FinishReason.CANCELLED
                ? Optional.empty()
                : Optional.of(answer.text());
    }

    /// The figures of answers that somebody else gave to the question: a server does not say how
    /// likely it finds a caption.
    ///
    /// @param answers one for each picture
    public CaptionReport reportOn(List<String> answers) {
        if (answers.size() != pictures.size()) {
            throw new IllegalArgumentException(
                    "%d answers about %d pictures".formatted(answers.size(), pictures.size()));
        }
        return report(Optional.empty(), answers);
    }

    private CaptionReport report(Optional<CaptionLoss> loss, List<String> answers) {
        double own = 0;
        double others = 0;
        for (int i = 0; i < answers.size(); i++) {
            own += ContentWords.recall(answers.get(i), pictures.get(i).captions());
            others += ContentWords.recall(answers.get(i), other(i).captions());
        }
        var cider = new Cider(pictures.stream().map(CaptionedPicture::captions).toList());
        int count = answers.size();
        return new CaptionReport(loss, cider.score(answers), own / count, others / count, answers);
    }

    /// The picture that stands for another: half the list away.
    private CaptionedPicture other(int index) {
        return pictures.get((index + pictures.size() / 2) % pictures.size());
    }

    /// A mean over tokens, not over captions.
    private static final class Mean {
        private double sum;
        private long tokens;

        void add(Score score) {
            sum -= score.logProbability();
            tokens += score.tokens();
        }

        double value() {
            return sum / tokens;
        }
    }
}
