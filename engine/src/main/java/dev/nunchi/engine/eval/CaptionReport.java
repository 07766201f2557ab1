package dev.nunchi.engine.eval;

import java.util.List;

/// How well a model describes pictures that people have described.
///
/// @param captionLoss mean negative log-likelihood of the first captions' tokens, in nats, the end
///   of the turn included
/// @param captionLossShuffled the same with another row's picture: what the words alone give away
/// @param cider [Cider] of the model's answers, all captions as references, 0 to 10
/// @param nounRecall mean of [ContentWords#recall] in the picture's captions
/// @param nounRecallShuffled the same in another picture's captions
/// @param answers what the model said, one for each picture
public record CaptionReport(
        double captionLoss,
        double captionLossShuffled,
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
