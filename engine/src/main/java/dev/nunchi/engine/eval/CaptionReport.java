package dev.nunchi.engine.eval;

import dev.nunchi.engine.quantize.CaptionLoss;

import java.util.List;
import java.util.Optional;

/// How well a model describes pictures that people have described.
///
/// @param captionLoss mean negative log-likelihood of the first captions' tokens, the end of the
///   turn included; empty of answers alone
/// @param cider [Cider] of the model's answers, all captions as references, 0 to 10
/// @param nounRecall mean of [ContentWords#recall] in the picture's captions
/// @param nounRecallShuffled the same in another picture's captions
/// @param answers what the model said, one for each picture
public record CaptionReport(
        Optional<CaptionLoss> captionLoss,
        double cider,
        double nounRecall,
        double nounRecallShuffled,
        List<String> answers) {
    public CaptionReport {
        answers = List.copyOf(answers);
    }

    /// How many pictures there were.
    public int rows() {
        return answers.size();
    }
}
